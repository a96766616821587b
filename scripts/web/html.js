const fs = require('node:fs');
const path = require('node:path');

/**
 * The document of a page: `shared/page.html` filled in with the page's own `page.html`, whose first line is its title.
 * @param {string} source the folder `src/web`
 * @param {object} page a row of `pages.json`, one of `pages`
 * @param {import('./bundle').Bundle} bundle
 */
function htmlOf(source, page, pages, bundle) {
  const read = (name) => fs.readFileSync(path.join(source, name), 'utf8');
  const own = read(`${page.name}/page.html`);
  const [head, title] = /^<title>(.+)<\/title>\n/.exec(own) ?? [];
  if (!title) throw new Error(`src/web/${page.name}/page.html does not begin with its title`);
  const style = bundle.styleOf(page.name);
  const [main, ...others] = bundle.programsOf(page.name);
  const parts = {
    title,
    name: page.name,
    mark: read('shared/favicon.svg').trim(),
    styles: style ? `<link rel="stylesheet" href="/assets/${style}" />` : '',
    scripts: [
      // Fetched together with the first instead of after it.
      ...others.map((name) => `<link rel="modulepreload" href="/assets/${name}" />`),
      `<script type="module" src="/assets/${main}"></script>`,
    ].join('\n    '),
    links: pages.map((other) => linkTo(other, other === page)).join('\n        '),
    places: pages
      .filter((other) => other !== page)
      .map((other) => `<li>${linkTo(other)}<span>${other.about}</span></li>`)
      .join('\n        '),
  };
  const fill = (text) => text.replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
  parts.content = fill(own.slice(head.length).trim());
  return fill(read('shared/page.html'));
}

function linkTo({ path: href, label }, current = false) {
  return `<a href="${href}"${current ? ' aria-current="page"' : ''}>${label}</a>`;
}

module.exports = { htmlOf };
