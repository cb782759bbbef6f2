"""Settings, all from the environment; docs/reference/settings.md says what each means."""

import os
from pathlib import Path

import dj_database_url
import structlog

from leadwell.config import asking
from leadwell.config.logging import RefusalsInALine, without_beginnings, without_keys
from leadwell.config.school_provider import school_provider
from leadwell.config.secret import secret_key
from leadwell.lib import embedded

MODE = os.environ.get("LEADWELL_MODE", "production")  # production, development, demo or test
if MODE not in {"production", "development", "demo", "test"}:
    raise SystemExit(f"LEADWELL_MODE is {MODE!r}: use production, development, demo or test.")
IS_PRODUCTION = MODE == "production"
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = secret_key(os.environ, embedded.home())
HOSTS = os.environ.get("LEADWELL_HOSTS", "")
ALLOWED_HOSTS = [host.strip() for host in HOSTS.split(",") if host.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if HOSTS
]
# Where links in mail lead that the worker sends: no request tells it.
SITE = os.environ.get("LEADWELL_SITE", "").rstrip("/") or (
    "http://localhost:8000" if not HOSTS else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

INSTALLED_APPS = [
    "leadwell.audit",
    "leadwell.accounts",
    "leadwell.schools",
    "leadwell.programmes",
    "leadwell.people",
    "leadwell.explore",
    "leadwell.prepare",
    "leadwell.deliver",
    "leadwell.govern",
    "leadwell.evaluation",
    "leadwell.reporting",
    "leadwell.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_structlog",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "leadwell.web.healthz.HealthMiddleware",  # first: who asks comes by plain http, from inside
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "leadwell.accounts.signed_in.SignedInMiddleware",
    "leadwell.web.privacy.PrivatePagesMiddleware",
    "leadwell.accounts.presence.PresenceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "leadwell.people.second_factor.SecondFactorMiddleware",
    "leadwell.people.glass.reading_only.ReadingOnlyMiddleware",
    "leadwell.people.requests.ActingMiddleware",  # last: each view in one transaction, as somebody
]

ROOT_URLCONF = "leadwell.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "leadwell.web.shell.shell",
                "leadwell.people.second_factor.asking",
                "leadwell.people.glass.reading_only.banner",
            ],
            "builtins": ["leadwell.web.templatetags.leadwell"],
        },
    }
]
FORM_RENDERER = "leadwell.web.forms.LeadwellRenderer"

# The owner migrates; the site, the worker and the commands act as a role that owns nothing.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or embedded.url(), conn_max_age=600, conn_health_checks=True
    )
}
IS_OWNER = os.environ.get("LEADWELL_ACT_AS") == "owner"
if not IS_OWNER:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        assume_role="leadwell_app",
        server_side_binding=True,
        cursor_factory=asking.Cursor,
        prepare_threshold=asking.AFTER,
    )
# Whether a model's triggers are those of its migrations is for who writes or runs migrations to know:
# comparing each with all others is a third of what a command needs to begin.
PGTRIGGER_MODEL_META = IS_OWNER or MODE in {"development", "test"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits count per installation, not per process: the default cache would count per process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # or the counts of rate limits crowd one another out
    }
}
# Read when a worker begins, and by nobody else: who asks for a job only names it.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [
    "leadwell.accounts.jobs",
    "leadwell.people.jobs",
    "leadwell.explore.jobs",
    "leadwell.prepare.jobs",
    "leadwell.deliver.jobs",
    "leadwell.govern.jobs",
    "leadwell.evaluation.jobs",
    "leadwell.reporting.jobs",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["email", "name"]},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "leadwell.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by e-mail; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
# Behind proxies every request comes from theirs: without their number, one person's wrong
# passwords would count against everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LEADWELL_PROXIES", "0"))
ACCOUNT_FORMS = {
    "login": "leadwell.accounts.forms.SignInForm",
    "reset_password": "leadwell.accounts.forms.ForgottenPasswordForm",
    "reauthenticate": "leadwell.accounts.forms.PasswordAgainForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # how long somebody counts as having just proved it
MFA_ADAPTER = "leadwell.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the address was proved by following the invitation
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION  # http, which browsers allow on localhost
MFA_FORMS = {
    "authenticate": "leadwell.accounts.forms.CodeForm",
    "reauthenticate": "leadwell.accounts.forms.CodeAgainForm",
    "activate_totp": "leadwell.accounts.forms.FirstCodeForm",
    "add_webauthn": "leadwell.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "leadwell.accounts.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "leadwell.accounts.forms.UsePasskeyAgainForm",
}

# Signing in by a school's own account, where all four are set; half of them sets up nothing.
OIDC = {
    "NAME": os.environ.get("LEADWELL_OIDC_NAME", ""),
    "ISSUER": os.environ.get("LEADWELL_OIDC_ISSUER", ""),
    "CLIENT_ID": os.environ.get("LEADWELL_OIDC_CLIENT_ID", ""),
    "SECRET": os.environ.get("LEADWELL_OIDC_SECRET", ""),
}
if not all(OIDC.values()):
    OIDC = {}
elif IS_PRODUCTION and not OIDC["ISSUER"].startswith("https://"):
    raise SystemExit("LEADWELL_OIDC_ISSUER must begin with https://.")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": school_provider(OIDC)}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds: somebody waits, and could use a password

# Whether who sees records about people must have a second factor, or may.
SECOND_FACTOR = os.environ.get(
    "LEADWELL_SECOND_FACTOR", "required" if MODE in {"production", "development"} else "offered"
)
if SECOND_FACTOR not in {"required", "offered"}:
    raise SystemExit(f"LEADWELL_SECOND_FACTOR is {SECOND_FACTOR!r}: use required or offered.")

SESSION_ENGINE = "leadwell.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if IS_PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = embedded.home() / "mail"
EMAIL_HOST = os.environ.get("LEADWELL_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LEADWELL_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LEADWELL_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LEADWELL_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LEADWELL_MAIL_TLS", "no").lower() in {"yes", "true", "1"}
EMAIL_TIMEOUT = 20  # seconds: a server that does not answer must not hold the worker for ever
DEFAULT_FROM_EMAIL = os.environ.get("LEADWELL_MAIL_FROM", "Leadwell <leadwell@localhost>")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = embedded.home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if MODE in {"production", "demo"}
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = MODE in {"development", "test"}
WHITENOISE_AUTOREFRESH = MODE == "development"

FILE_UPLOAD_HANDLERS = ["leadwell.web.uploading.CappedUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if IS_PRODUCTION
            # Plain, as the other way shows what every name stood for: people and their words.
            else structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        }
    },
    "filters": {"refusals": {"()": RefusalsInALine}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "INFO" if IS_PRODUCTION else "WARNING"},
        "django.request": {"filters": ["refusals"]},
    },
}
structlog.configure(
    processors=[
        without_beginnings,
        structlog.contextvars.merge_contextvars,
        without_keys,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

if not IS_PRODUCTION:
    INSTALLED_APPS.insert(0, "leadwell.demo")
    PROCRASTINATE_IMPORT_PATHS.append("leadwell.demo.jobs")

if MODE == "demo":
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("leadwell.demo.progress.still_loading")  # type: ignore[index]

if MODE == "test":
    # The real hasher costs 50 ms a sign-in; what is tested is the signing in, not the hash.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
