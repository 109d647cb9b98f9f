// The token that Django asks of every request that changes something. Forms carry one; so does the cookie.

export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length))
    : document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}
