from accounts.reporting import Report
from letters import incoming_reports, prompting

REPORT = Report(
    said=incoming_reports.SAID,
    labels=incoming_reports.LABELS,
    targets=incoming_reports.targets,
    lines=prompting.due_today,
    told=prompting.lines_of,
    waiting=incoming_reports.waiting,
    help=(incoming_reports.HELP,),
)
