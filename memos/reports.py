from accounts.reporting import Report

REPORT = Report(
    said={
        "memo reserved": "স্মারক নম্বর সংরক্ষণ করেছেন",
        "memo voided": "স্মারক নম্বর বাতিল করেছেন",
        "file opened": "নথি খুলেছেন",
        "file changed": "নথির তথ্য বদলেছেন",
        "paper signed": "জারি করা কাগজে স্বাক্ষর করেছেন",
        "void paper downloaded": "বাতিল কাগজ নামিয়েছেন",
        "copies added": "জারির পরে কাগজে প্রাপক যোগ করেছেন",
        "scan filed": "স্বাক্ষরিত কাগজের স্ক্যান রেখেছেন",
    },
    labels={"number": "নম্বর"},
)
