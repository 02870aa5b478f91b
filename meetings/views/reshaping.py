from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import acts, allow
from meetings.content import content_of
from meetings.reshaping import can_be_reshaped, not_printed, reshape, shapes_for
from meetings.views.fetching import fetch_to_change
from papers.drawings import drawing_of


@acts
def shape(request, pk):
    """Another shape for minutes that are still written."""
    meeting = fetch_to_change(request, pk)
    allow(can_be_reshaped(meeting), "এই কাগজের গড়ন বদলানো যায় না।")
    choices, error = shapes_for(meeting), ""
    chosen = request.POST.get("shape", "")
    if request.method == "POST":
        if chosen in choices:
            lost = not_printed(meeting, choices[chosen][1])
            reshape(meeting, name=chosen, by=request.user)
            messages.success(request, "কাগজের গড়ন বদলেছে; লেখা যা ছিল সব আছে।")
            if lost:
                messages.warning(request, f"এই গড়নে ছাপা হবে না: {', '.join(lost)}।")
            return redirect("meetings:detail", pk=pk)
        error = "একটি গড়ন বেছে নিন।"
    content = content_of(meeting)
    return render(
        request,
        "meetings/shape.html",
        {
            "meeting": meeting,
            "now": drawing_of(meeting.shape),
            "choices": [
                {
                    "name": name,
                    "label": called,
                    "drawing": drawing_of(each),
                    "lost": not_printed(meeting, each, content),
                }
                for name, (called, each) in choices.items()
            ],
            "error": error,
        },
        status=422 if error else 200,
    )
