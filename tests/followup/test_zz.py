import pytest
from followup import tallies
from followup.boards import Board
from followup.models import Tally, Stale
def test_x(followed):
    own = tallies.counted([followed.cast.shalbon.pk, followed.cast.meghdubi.pk])
    print(own)
    b = Board(followed.cast.shalbon, is_own=True)
    for t in b.tables(): print(t)
    print(tallies.refresh(), Stale.objects.count())
    for t in Tally.objects.all(): print(t, t.own, t.below)
    for t in Board(followed.cast.shalbon, is_own=True).tables(): print(t)
def test_pages(followed, client):
    client.force_login(followed.cast.dc_staff)
    for url in ["/followup/board/", f"/followup/board/{followed.cast.shalbon.pk}/", f"/followup/board/{followed.cast.meghdubi.pk}/", f"/followup/board/{followed.cast.shalbon.pk}/list/", f"/followup/board/{followed.cast.shalbon.pk}/list/?table=owner&key={followed.ours.post_id}"]:
        r = client.get(url)
        print(url, r.status_code, len(r.content))
        assert r.status_code == 200
