"""The page of a paper's copies: to whom, how far each got; sending, taking back, what happened on paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WrongState, acts, allow, number_sent
from bangla.digits import to_bengali
from bangla.phrases import time_phrase
from despatch import actions, mailbox, outbox, shown
from despatch.forms import AS_IN_THE_BOOK, FilterForm, OnPaperForm, WayForm
from despatch.messages import size_said
from despatch.models import Evidence, Returned, Sending
from despatch.rules import can_send
from distribution.models import Way
from documents.models import Document
from documents.store import NotStored
from documents.views import serving
from memos.models import Copy
from memos.views.fetching import fetch as fetch_memo
from offices.models import today
from offices.rules import offices_acted_for

A_PAGE = 50


@require_safe
def paper(request, pk):
    """Every copy of a paper with its recipient, its address and its ladder."""
    memo = fetch_memo(request, pk)
    rows = shown.rows_of(memo)
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(shown.chosen(rows, **asked), A_PAGE).get_page(request.GET.get("page"))
    hindered = outbox.why_not(memo)
    files = [] if memo.paper is None else outbox.files_of(memo)
    held = [row.held for row in rows if row.held]
    return render(
        request,
        "despatch/paper.html",
        {
            "memo": memo,
            "rows": rows,
            "page": page,
            "form": form,
            "way_form": WayForm(),
            "is_filtered": any(asked.values()),
            "counted": shown.counted(rows),
            "answered": shown.answered(rows),
            "to_send": len(shown.to_send(rows)),
            "to_send_again": len(shown.to_send_again(rows)),
            "doubted": sum(row.planned.is_doubted and row.step is None for row in rows),
            "held": held,
            "leaves_at": max((each.leaves_at for each in held), default=None),
            "may_send": can_send(request.user, memo.office),
            "hindered": hindered,
            "size": size_said(sum(file.document.size for file in files)),
            "limit": memo.office.attachment_limit,
            "as_link": bool(files) and outbox.goes_as_link(memo, files),
            "seen": _last_sending(memo),
            "is_read": mailbox.is_read(),
        },
    )


@require_POST
def send(request, pk):
    """Send all that were not sent, the chosen, or again to who has not answered; addresses that nothing
    has proved are asked about once."""
    memo = fetch_memo(request, pk)
    allow(can_send(request.user, memo.office), actions.ONLY_OWN)
    copies = _asked_for(request, memo)
    if not copies:
        messages.warning(request, "পাঠানোর মতো কোনো কপি বাছাই করা হয়নি।")
        return redirect("despatch:paper", pk=pk)
    way = request.POST.get("way", AS_IN_THE_BOOK)
    ways = {copy.pk: way for copy in copies} if way in Way.values else {}
    try:
        sent = actions.send(
            copies=copies,
            by=request.user,
            ways=ways,
            seen=number_sent(request.POST.get("seen")),
            trusting="trusting" in request.POST,
        )
    except actions.Unproved as unproved:
        told = {"memo": memo, "doubted": unproved.doubted, "copies": copies, "way": way}
        told["seen"] = number_sent(request.POST.get("seen"))
        return render(request, "despatch/unproved.html", told)
    except (ValidationError, WrongState) as hindered:
        messages.error(request, " ".join(getattr(hindered, "messages", [str(hindered)])))
    else:
        _say_sent(request, sent)
    return redirect("despatch:paper", pk=pk)


def _asked_for(request, memo):
    rows = shown.rows_of(memo)
    match request.POST.get("do"):
        case "all":
            return shown.to_send(rows)
        case "again":
            return shown.to_send_again(rows)
    ticked = {number_sent(pk) for pk in request.POST.getlist("copy")}
    return [row.copy for row in rows if row.copy.pk in ticked]


def _say_sent(request, sent):
    if not sent:
        messages.info(request, "এই কপিগুলো আগেই পাঠানোর সারিতে রাখা হয়েছে।")
        return
    told = f"{to_bengali(len(sent))}টি কপি পাঠানোর সারিতে রাখা হয়েছে।"
    if leaves_at := max((each.leaves_at for each in sent if each.leaves_at), default=None):
        until = time_phrase(timezone.localtime(leaves_at))
        told += f" {until} পর্যন্ত ফেরত নেওয়া যাবে।"
    messages.success(request, told)


@require_POST
def take_back(request, pk):
    """Take back what has not left: all that is held, or one."""
    memo = fetch_memo(request, pk)
    allow(can_send(request.user, memo.office), actions.ONLY_OWN)
    waiting = Sending.objects.filter(copy__memo=memo, taken_back_at=None)
    if one := number_sent(request.POST.get("sending")):
        waiting = waiting.filter(pk=one)
    else:
        waiting = waiting.filter(leaves_at__gt=timezone.now())
    taken = actions.take_back(sendings=list(waiting), by=request.user)
    if taken:
        messages.success(request, f"{to_bengali(len(taken))}টি কপি ফেরত নেওয়া হয়েছে; পাঠানো হবে না।")
    else:
        messages.warning(request, "ফেরত নেওয়ার সময় পার হয়ে গেছে; কপি চলে গেছে।")
    return redirect("despatch:paper", pk=pk)


@acts
def on_paper(request, pk):
    """What happened to a copy on paper: handed over, posted, signed for, come back."""
    copy = get_object_or_404(Copy.objects.visible_to(request.user).select_related("memo"), pk=pk)
    memo = fetch_memo(request, copy.memo_id)
    allow(can_send(request.user, memo.office), actions.ONLY_OWN)
    form = OnPaperForm(
        request.POST or None,
        request.FILES or None,
        initial={"deed": OnPaperForm.SIGNED, "on": today(), "name": copy.holder},
    )
    if form.is_valid():
        try:
            actions.note_on_paper(copy=copy, by=request.user, **form.asked())
        except WrongState as wrong:
            form.add_error(None, str(wrong))
        except NotStored as failed:
            form.add_error("scan", str(failed))
        else:
            messages.success(request, f"{' '.join(copy.recipient.split())}: লেখা হয়েছে।")
            return redirect("despatch:paper", pk=memo.pk)
    return render(
        request,
        "despatch/on_paper.html",
        {"memo": memo, "copy": copy, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_safe
def scan(request, pk):
    """The scan of who signed for a copy."""
    said = get_object_or_404(
        Evidence.objects.filter(copy__in=Copy.objects.visible_to(request.user)), pk=pk
    )
    document = get_object_or_404(Document, sha256=said.told.get("scan", ""))
    return serving.file_response(request, document, f"স্বাক্ষর {said.copy.number}", inline=True)


@require_safe
def returned(request):
    """What came back: copies that reached nobody, and mail that no programme could read."""
    offices = offices_acted_for(request.user)
    copies = outbox.came_back(offices).select_related("memo__paper", "memo__series__office")
    mails = Returned.objects.visible_to(request.user).select_related(
        "office", "seen_by", "document"
    )
    return render(
        request,
        "despatch/returned.html",
        {
            "copies": shown.with_what_came_back(copies.order_by("-memo__issued_on", "position")),
            "page": Paginator(mails.order_by("seen_at", "-pk"), A_PAGE).get_page(
                request.GET.get("page")
            ),
            "own": set(offices.values_list("pk", flat=True)),
            "is_read": mailbox.is_read(),
        },
    )


@require_POST
def see_returned(request, pk):
    mail = get_object_or_404(Returned.objects.visible_to(request.user), pk=pk)
    actions.see_returned(returned=mail, by=request.user)
    return redirect("despatch:returned")


@require_safe
def returned_mail(request, pk):
    """A mail that came back, as it came."""
    mail = get_object_or_404(Returned.objects.visible_to(request.user), pk=pk)
    return serving.file_response(request, mail.document, f"ফেরত মেইল {mail.pk}.eml")


def _last_sending(memo):
    return Sending.objects.filter(copy__memo=memo).aggregate(last=Max("pk"))["last"] or 0
