"""Page chrome: base template, template tags, htmx, Content-Security-Policy, the look."""
