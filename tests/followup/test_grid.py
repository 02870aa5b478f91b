import time

import pytest
from django.urls import reverse

from tests.cast import signed_in
from tests.followup.many import make_many

GRID = reverse("followup:grid")


@pytest.mark.parametrize("count", [5, 500])
def test_time(cast, count, django_assert_max_num_queries):
    make_many(cast, count)
    client = signed_in(cast.dc_staff)
    client.get(GRID)
    for _ in range(3):
        with django_assert_max_num_queries(100) as asked:
            began = time.perf_counter()
            page = client.get(GRID)
            took = time.perf_counter() - began
        print(count, len(asked), f"{took * 1000:.0f} ms", len(page.content))
    assert page.status_code == 200, page.content
    if count == 5:
        for q in asked:
            print(q["sql"][:150])
    began = time.perf_counter()
    book = client.get(reverse("followup:grid_xlsx"))
    print("xlsx", f"{(time.perf_counter() - began) * 1000:.0f} ms", len(book.content))
