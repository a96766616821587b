/**
 * Bundles the pages of `src/web/pages.json` into `dist/web`: hashed files, which may be cached for ever, each also
 * compressed, and a manifest that tells the server what there is. Does nothing when nothing that goes in has changed.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { Bundle } = require('./web/bundle');
const { htmlOf } = require('./web/html');
const { store } = require('./web/store');

const root = path.join(__dirname, '..');
const source = path.join(root, 'src/web');
const target = path.join(root, 'dist/web');
const openapi = path.join(root, 'openapi.json');

async function main() {
  const inputs = hashOf([
    __filename,
    path.join(root, 'package-lock.json'),
    path.join(__dirname, 'web'),
    source,
    openapi,
  ]);
  if (inputs === inputsOfLastBuild()) return;
  const pages = JSON.parse(fs.readFileSync(path.join(source, 'pages.json'), 'utf8'));
  const bundle = await Bundle.of(
    root,
    pages.map(({ name }) => name),
  );
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // Made beside its place and moved there at once, so that a build that breaks off leaves no half of one.
  const scratch = fs.mkdtempSync(`${target}-`);
  fs.chmodSync(scratch, 0o755);
  try {
    const manifest = { inputs, files: await storeFiles(scratch, bundle), pages };
    for (const page of pages) {
      page.file = await store(scratch, `${page.name}.html`, Buffer.from(htmlOf(source, page, pages, bundle)));
    }
    fs.writeFileSync(path.join(scratch, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(scratch, target);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** Stores what is not a page. @returns by path of the request what is there */
async function storeFiles(folder, bundle) {
  const icon = fs.readFileSync(path.join(source, 'shared/favicon.svg'));
  const files = {
    '/favicon.svg': await store(folder, 'favicon.svg', icon),
    '/openapi.json': await store(folder, 'openapi.json', fs.readFileSync(openapi)),
  };
  await Promise.all(
    bundle.files.map(async ({ name, contents }) => {
      files[`/assets/${name}`] = await store(folder, `assets/${name}`, contents);
    }),
  );
  return files;
}

function inputsOfLastBuild() {
  try {
    return JSON.parse(fs.readFileSync(path.join(target, 'manifest.json'), 'utf8')).inputs;
  } catch {
    return undefined;
  }
}

/** What some files, and all files below some folders, hold together. */
function hashOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesOf)) {
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(place) {
  if (fs.statSync(place).isFile()) return [place];
  return fs
    .readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
