"""The one settings file. Everything a site may change is an environment variable; docs/operations.md lists them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from xueer.config.environment import database, env_bool, env_int, env_list, env_text, home_secret

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(env_text("XUEER_HOME", "var")).resolve()

DEBUG = env_bool("XUEER_DEBUG")
SECRET_KEY = home_secret(HOME)
ALLOWED_HOSTS = env_list("XUEER_HOSTS", ["*"] if DEBUG else ["127.0.0.1", "localhost", "[::1]"])
# How many proxies of ours stand in front: so many entries of X-Forwarded-For, from the right, can be believed.
PROXIES = env_int("XUEER_PROXIES", 0)
CSRF_TRUSTED_ORIGINS = env_list("XUEER_ORIGINS", [])
SITE_NAME = env_text("XUEER_SITE_NAME")
# The example district says so on its pages and may be rebuilt; a real home never is.
HTTPS = env_bool("XUEER_HTTPS")

# The stages, ground to top, in the order of the import contract. A guard test compares.
STAGES = (
    "common",
    "audit",
    "jobs",
    "org",
    "access",
    "notices",
    "directory",
    "records",
    "rules",
    "metrics",
    "plans",
    "activities",
    "reports",
    "exchange",
    "web",
)
INSTALLED_APPS = [
    *(f"xueer.{stage}" for stage in STAGES),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xueer.web.middleware.ContentSecurityPolicy",
    "xueer.web.middleware.NotKept",
    "xueer.web.middleware.OneSight",
    "xueer.web.middleware.Storable",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xueer.access.middleware.PasswordMustChange",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "xueer.config.urls"
WSGI_APPLICATION = "xueer.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "xueer.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "xueer.web.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "xueer.access.backends.InService"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("code", "name", "phone")},
    },
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

# Five wrong passwords lock an account at one address for five minutes (docs/security.md).
AXES_FAILURE_LIMIT = env_int("XUEER_LOCKOUT_AFTER", 5)
AXES_COOLOFF_TIME = env_int("XUEER_LOCKOUT_MINUTES", 5) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "xueer.access.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_CLIENT_IP_CALLABLE = "xueer.access.middleware.address_of"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # every sign-in stands in our own trail

SESSION_COOKIE_AGE = 60 * env_int("XUEER_IDLE_MINUTES", 30)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("XUEER_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_text("XUEER_TIME_ZONE", "Asia/Shanghai")
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A session of 2,000 people is entered with three fields for each of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A workbook larger than this is refused before it is unpacked.
MAX_WORKBOOK_BYTES = env_int("XUEER_MAX_WORKBOOK_MB", 50) * 1024 * 1024

# Who names and addresses the sources of ledger rows, by kind: the ledger lies below the stages that write on it.
LEDGER_SOURCES = {"ACTIVITY": "xueer.activities.queries.source_pages", "PLAN": "xueer.plans.queries.source_pages"}

# How many standings a process keeps until something is written (one takes about 250 bytes); 0: none.
STANDINGS_KEPT = env_int("XUEER_STANDINGS_KEPT", 120_000)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": env_text("XUEER_LOG_LEVEL", "WARNING")},
}
