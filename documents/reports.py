from accounts.reporting import Help, Report

REPORT = Report(help=(Help(40, "documents/_help.html"),))
