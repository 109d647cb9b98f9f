from django.urls import path

from accounts import again, views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("signup/", views.SignupView.as_view(), name="signup"),
    path("again/<str:word>/", again.SignInAgainView.as_view(), name="again"),
    path("again/<str:word>/code/", again.CodeAgainView.as_view(), name="again-code"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke-token"),
]
