const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');
const zlib = require('node:zlib');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** The best first. Not the strongest: the first start waits for it. */
const COMPRESSIONS = {
  br: (contents) => promisify(zlib.brotliCompress)(contents, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (contents) => promisify(zlib.gzip)(contents, { level: 6 }),
};

/** A file whose compressed form is hardly smaller is sent as it is. */
const WORTHWHILE = 0.95;

/**
 * Writes a file and, where that helps, its compressed forms beside it.
 * @returns what the server has to know of it
 */
async function store(folder, name, contents) {
  const type = TYPES[path.extname(name)];
  if (!type) throw new Error(`scripts/web/store.js knows no media type for ${name}`);
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, contents);
  const encodings = [];
  for (const [encoding, compress] of Object.entries(COMPRESSIONS)) {
    const smaller = await compress(contents);
    if (smaller.length > contents.length * WORTHWHILE) continue;
    fs.writeFileSync(`${file}.${encoding}`, smaller);
    encodings.push(encoding);
  }
  const hash = createHash('sha256').update(contents).digest('base64url').slice(0, 22);
  return { name, type, hash, encodings };
}

module.exports = { store };
