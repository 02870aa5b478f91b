"""How gunicorn serves the portal behind nginx: gunicorn -c deploy/gunicorn.conf.py minutes_portal.wsgi"""

bind = "unix:/run/minutes/gunicorn.sock"
worker_class = "gthread"
workers = 2
threads = 8
# Of what a slow stranger does nothing gets past nginx; a worker that is stuck for so long is replaced.
timeout = 90
graceful_timeout = 40
# Memory that libraries keep is given back now and then, never by both workers at once.
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
loglevel = "warning"
