/** The page that is shown when a page can't be rendered. It needs no Redis, no script and no style sheet. */
export function makeErrorPage(status: 500 | 503): string {
  const [title, text] =
    status === 503
      ? [
          "Back in a moment",
          "The store's database does not answer at the moment. Your cart is safe. Please try again shortly.",
        ]
      : ["Something went wrong", "An unexpected error occurred and has been logged. Trying again may help."];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Fake Web Retailer</title>
<style>
:root { color-scheme: light dark; --paper: #faf6ef; --ink: #201a15; --accent: #b8321a }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1613; --ink: #f3ebe0; --accent: #ff8266 } }
body { margin: 0; min-height: 100svh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 ui-sans-serif, system-ui, sans-serif }
main { max-width: 32rem; padding: 2rem }
h1 { font-size: 2.5rem; line-height: 1.1; margin: 0 0 1rem }
code { font-family: ui-monospace, monospace }
a { color: var(--accent); font-weight: 600 }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p><code>HTTP ${status}</code></p>
<p><a href="">Try again</a> or <a href="/">go to the front page</a>.</p>
</main>
</body>
</html>
`;
}
