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
  const SLOW = Symbol("slow"), MOST_OPEN = 4, PATIENCE = 1000;
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

  // Whether an expression may take for ever in one text, for nothing can stop it there:
  // it repeats a group that repeats or chooses inside, or much of it has any length.
  function neverEnds(pattern) {
    const PIECE = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|[*+]\??|\{\d+(?:,\d*)?\}\??|[^]/g;
    const outside = [];
    let varies = false, closed = false, open = 0;
    for (const piece of pattern.match(PIECE) || []) {
      const isRepeat = /^(?:[*+]|\{\d)/.test(piece);
      if (isRepeat && closed) return true;
      if (isRepeat && !/^\{\d+(?:\}|,\d)/.test(piece)) open += 1;
      closed = piece === ")" && varies;
      if (piece[0] === "(") outside.push(varies);
      if (piece[0] === "(") varies = false;
      else if (piece === ")") varies = outside.pop() || varies;
      else varies = varies || isRepeat || piece === "|" || piece === "?";
    }
    return open > MOST_OPEN;
  }

  function matching(pattern) {
    const expression = new RegExp(pattern, "im");
    if (neverEnds(pattern)) throw SLOW;
    let until = 0;
    return (text) => {
      until = until || Date.now() + PATIENCE;
      if (Date.now() > until) throw SLOW;
      return expression.test(text);
    };
  }

  function test(field, word) {
    if (word.length > 2 && word[0] === "/" && word.slice(-1) === "/") return matching(word.slice(1, -1));
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
      try {
        const fits = test(field, match[3]);
        if (!fits) continue;
        const column = read(field);
        found = found.filter((index) => fits(column[index]) !== Boolean(match[1]));
      } catch (error) {
        return { found: [], [error === SLOW ? "slow" : "broken"]: match[3] };
      }
      terms += 1;
    }
    return { found: terms ? found : [], isEmpty: !terms };
  };
};
