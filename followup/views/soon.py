from django.http import HttpResponse


def soon(request, **told):
    return HttpResponse("")
