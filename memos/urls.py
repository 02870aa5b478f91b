from django.urls import path

from memos.views import copies, exports, files, issuing, register, signed

app_name = "memos"
urlpatterns = [
    path("register/", register.register, name="register"),
    path("register.xlsx", exports.xlsx, name="xlsx"),
    path("register.pdf", exports.pdf, name="pdf"),
    path("register/reserve/", register.reserve, name="reserve"),
    path("register/<int:pk>/", register.memo, name="memo"),
    path("register/<int:pk>/void/", register.void, name="void"),
    path("register/<int:pk>/copies/add/", copies.late, name="late"),
    path("register/<int:pk>/void.pdf", register.void_paper, name="void_paper"),
    path("files/", files.files, name="files"),
    path("files/new/<int:pk>/", files.new, name="new_file"),
    path("files/<int:pk>/", files.file, name="file"),
    path("meetings/<int:pk>/issue/", issuing.issue, name="issue"),
    path("meetings/<int:pk>/sign/<slug:field>/", issuing.sign, name="sign"),
    path("meetings/<int:pk>/scan/", issuing.scan, name="scan"),
    path("scan/", issuing.scans, name="scans"),
    path("signed/", signed.signed, name="signed"),
    path("signed/<int:year>-<int:month>.zip", signed.month, name="month"),
]
