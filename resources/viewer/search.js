"use strict";
// Searches nodes as the studio does: `op:relu -module:head /conv\d/ "two words" 3x3 macs>1M`.
// `types` holds the class of every module by its path.
const searchIn = (nodes, types) => {
  const TERM = /(-?)(?:([^\W\d]\w*):(?!:))?(\/(?:\\.|[^/\\])+\/(?=\s|$)|"[^"]*"?|\S*)/g;
  const SIZES = /^[x×*,]*\d+(?:[x×*,]\d*)+$/;
  const LIMIT = /^([^\W\d]\w*)(>=|<=|>|<)(?:([-−+]?\d+\.?\d*(?:e\d+)?)([kmg]?))?$/;
  const NUMBERS = { macs: (n) => n.macs, params: (n) => n.parameters, err: (n) => n.error };
  const COMPARED = { ">=": (a, b) => a >= b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, "<": (a, b) => a < b };
  const PREFIXES = { k: 1e3, m: 1e6, g: 1e9 };
  const has = (table, key) => Object.prototype.hasOwnProperty.call(table, key);
  const isMeasured = nodes.some((n) => n.error !== null);
  const RANK = ["advice", "warning", "error"];
  const verdict = (n) => RANK[n.problems.reduce((worst, p) => Math.max(worst, RANK.indexOf(p[0])), -1)] || "";
  const known = new Map([["", ""]]);
  const around = (path) => {
    if (!known.has(path)) {
      const outer = path.slice(0, Math.max(0, path.lastIndexOf(".")));
      known.set(path, `${around(outer)} ${types[path] || ""}`.trim());
    }
    return known.get(path);
  };
  const kinds = (n) => around(n.module) || n.module_type;
  const notes = (n) => n.problems.map((problem) => problem[1]).join(" ");
  const places = (n) => `${n.source}\n${n.caller}`.trim();
  const shape = (n) => n.shape.join("×");
  const readers = {
    op: (n) => n.op, name: (n) => n.name, module: (n) => `${n.module}\n${kinds(n)}`,
    shape: (n) => n.shape.length ? `×${shape(n)}×` : "", dtype: (n) => n.dtype, src: places,
    problem: (n) => `${verdict(n)} ${notes(n)}`.trim(), target: (n) => n.kind === "op" ? verdict(n) || "ok" : "",
    precision: (n) => n.precision,
    "": (n) => [n.name, n.title, n.op, n.module, kinds(n), shape(n), n.dtype, places(n), notes(n), n.precision].join("\n"),
  };
  readers.file = readers.src;
  const texts = {};
  const read = (field) => texts[field] || (texts[field] = nodes.map((n) => readers[field](n).toLowerCase()));

  function test(field, word) {
    if (word.length > 2 && word[0] === "/" && word.slice(-1) === "/") {
      const expression = new RegExp(word.slice(1, -1), "im");
      return (text) => expression.test(text);
    }
    const wanted = word.replace(/^"+|"+$/g, "").toLowerCase(), sizes = wanted.replace(/[x×*,]/g, "×");
    if (!wanted) return field ? (text) => text !== "" : null;
    if (field === "shape") return (text) => text.includes(`×${sizes.replace(/^×+|×+$/g, "")}×`);
    const isSizes = !field && SIZES.test(wanted);
    return (text) => text.includes(wanted) || (isSizes && text.includes(sizes));
  }

  // Which nodes have a number as it is asked for, or why that cannot be told.
  function compared([, field, sign, number, prefix]) {
    if (!has(NUMBERS, field)) return { unknown: field + sign };
    if (number === undefined) return { number: field + sign };
    if (field === "err" && !isMeasured) return { unmeasured: field };
    const limit = Number(number.replace("−", "-")) * (PREFIXES[prefix] || 1);
    return { fits: (n) => NUMBERS[field](n) !== null && COMPARED[sign](NUMBERS[field](n), limit) };
  }

  return (text) => {
    let found = nodes.map((_, index) => index), terms = 0;
    TERM.lastIndex = 0;
    for (let match; (match = TERM.exec(text));) {
      if (!match[0]) { TERM.lastIndex += 1; if (TERM.lastIndex > text.length) break; continue; }
      const field = (match[2] || "").toLowerCase();
      const limit = field ? null : LIMIT.exec(match[3].toLowerCase());
      if (limit) {
        const asked = compared(limit), holds = asked.fits;
        if (!holds) return Object.assign({ found: [] }, asked);
        found = found.filter((index) => holds(nodes[index]) !== Boolean(match[1]));
        terms += 1;
        continue;
      }
      if (!has(readers, field)) return { found: [], unknown: `${field}:` };
      let fits;
      try { fits = test(field, match[3]); } catch (_) { return { found: [], broken: match[3] }; }
      if (!fits) continue;
      const column = read(field);
      found = found.filter((index) => fits(column[index]) !== Boolean(match[1]));
      terms += 1;
    }
    return { found: terms ? found : [], isEmpty: !terms };
  };
};
