/** The named parts of the document, each written when something refers to it first. */
class Components {
  constructor() {
    this.kinds = {};
  }

  /** Refers to a part, which `make` makes unless it is there. @param {string} kind such as `schemas` */
  ref(kind, name, make) {
    this.kinds[kind] ??= {};
    if (!(name in this.kinds[kind])) {
      // In place before it is made, so that one that refers to itself ends.
      this.kinds[kind][name] = {};
      Object.assign(this.kinds[kind][name], make());
    }
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** All parts, sorted by name. */
  toJSON() {
    const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
    return sorted(Object.fromEntries(Object.entries(this.kinds).map(([kind, parts]) => [kind, sorted(parts)])));
  }
}

module.exports = { Components };
