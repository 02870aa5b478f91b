"""What the next sitting tells the portal: the words of its events, and the work of each day."""

from followup.reviewing import freeze_due

SAID = {
    "matter disposed": "সভায় আগের সিদ্ধান্তের কী হবে তা লিখেছেন",
    "matter given time": "সভার সিদ্ধান্তে সময় বেড়েছে",
    "matter kept on": "সভায় সিদ্ধান্তটি চলমান রাখা হয়েছে",
    "matter not closed": "সভায় নিষ্পন্ন বলা হলেও সিদ্ধান্তটি চলমান আছে",
    "matter time taken back": "কাগজ বাতিল হওয়ায় বাড়ানো সময় ফিরিয়ে নেওয়া হয়েছে",
    "assignment given time": "সভার সিদ্ধান্তে কাজের সময় বেড়েছে",
    "assignment time taken back": "কাগজ বাতিল হওয়ায় কাজের বাড়ানো সময় ফিরিয়ে নেওয়া হয়েছে",
    "review frozen": "আগের সিদ্ধান্তের ছক চূড়ান্ত করেছেন",
    "review unfrozen": "আগের সিদ্ধান্তের ছক আবার খুলেছেন",
    "review put into minutes": "আগের সিদ্ধান্তের ছক কার্যবিবরণীতে বসিয়েছেন",
    "review taken out of minutes": "আগের সিদ্ধান্তের ছক কার্যবিবরণী থেকে বাদ দিয়েছেন",
}
LABELS = {"choice": "যা হবে"}
# (hour from which on, function of the date)
DAILY = ((5, freeze_due),)
