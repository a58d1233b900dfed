"""Every address. Fixed routes stand before Wagtail's; rights.csv declares them all."""

from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access

from staalkaart.api.api import api
from staalkaart.api.docs import docs
from staalkaart.core.access import audience_screen
from staalkaart.core.access.admin_views import SiteHistory
from staalkaart.core.web import error_pages, pages
from staalkaart.core.web.health import healthz
from staalkaart.core.writing import receipts
from staalkaart.files.project_documents import project_documents
from staalkaart.members import login, second_factor
from staalkaart.members.views import mail_codes

handler404 = "staalkaart.core.web.error_pages.not_found"
handler400 = "staalkaart.core.web.error_pages.bad_request"
handler403 = "staalkaart.core.web.error_pages.forbidden"
handler429 = "staalkaart.core.web.error_pages.too_often"  # allauth asks for it
handler500 = "staalkaart.core.web.error_pages.broken"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sitemap.xml", error_pages.sitemap, name="sitemap"),
    path("robots.txt", error_pages.robots, name="robots"),
    path("favicon.ico", error_pages.favicon, name="favicon"),
    path("zichtbaarheid/<str:label>/<int:pk>/", audience_screen.change_audience, name="audience"),
    path("taal/", error_pages.choose_language, name="choose_language"),
    re_path(r"^ontvangst/(?P<receipt>[A-Za-z0-9_-]{1,64})/$", receipts.arrived, name="arrived"),
    path("rekening/login/", login.LoginView.as_view(), name="account_login"),
    path("rekening/login/code/confirm/", mail_codes.LoginCode.as_view(), name="account_confirm_login_code"),
    path(
        "rekening/password/reset/confirm/",
        mail_codes.PasswordCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path("rekening/password/reset/complete/", mail_codes.NewPassword.as_view(), name="account_complete_password_reset"),
    path("rekening/password/reset/done/", login.to_login, name="account_password_reset_completed"),
    path(
        "rekening/reauthenticate/code/confirm/",
        mail_codes.ReauthenticationCode.as_view(),
        name="account_confirm_reauthentication_code",
    ),
    path(
        "rekening/2fa/recovery-codes/download/",
        second_factor.DownloadCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("rekening/", include("allauth.urls")),
    # Wagtail's own doors, closed before its addresses are included
    path("beheer/login/", login.to_login),
    path("beheer/logout/", login.logout_by_post),
    re_path(r"^beheer/password_reset/", login.closed),
    re_path(r"^beheer/(users|groups)/", login.closed),
    re_path(r"^beheer/api/main/(images|documents)/", login.closed),
    path("beheer/account/", require_admin_access(login.Preferences.as_view())),
    re_path(r"^_util/", login.closed),
    path("beheer/reports/site-history/", SiteHistory.as_view()),
    path("beheer/reports/site-history/results/", SiteHistory.as_view(results_only=True)),
    path("beheer/", include(admin_urls)),
    path("bestanden/", include("staalkaart.files.urls")),
    path("zoeken/", include("staalkaart.search.urls")),
    path("api/v1/docs", docs, name="api_docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/", error_pages.no_such_call, name="no_such_call"),
    path("projecten/<slug:slug>/documenten/", project_documents, name="project_documents"),
    path("", include("staalkaart.notifications.urls")),
    path("", include("staalkaart.members.urls")),
    path("", include("staalkaart.learning.urls")),
    path("", include("practices.urls")),
    path("", include("forums.intervision.urls")),
    path("", include("staalkaart.network_days.urls")),
    path("", include("staalkaart.choice_aid.urls")),
    path("", include("staalkaart.toolbox.urls")),
    path("", include("staalkaart.knowledge.urls")),
    re_path(r"^((?:[\w-]+/)*)$", pages.serve, name="wagtail_serve"),
]
