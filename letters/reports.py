from accounts.reporting import Report
from letters import merges

REPORT = Report(
    said={"copies merged": "কাগজের সব কপি তৈরি করতে দিয়েছেন"},
    labels={"copies": "কপি"},
    jobs=(merges.step,),
)
