"use strict";
// Searches nodes as the studio does: `op:relu -module:head /conv\d/ "two words" 3x3`.
const searchIn = (nodes) => {
  const TERM = /(-?)(?:([^\W\d]\w*):(?!:))?(\/(?:\\.|[^/\\])+\/(?=\s|$)|"[^"]*"?|\S*)/g;
  const SIZES = /^[x×*,]*\d+(?:[x×*,]\d*)+$/;
  const RANK = ["advice", "warning", "error"];
  const verdict = (n) => RANK[n.problems.reduce((worst, p) => Math.max(worst, RANK.indexOf(p[0])), -1)] || "";
  const isOp = (n) => n.inputs.length > 0 && n.op !== "output";
  const notes = (n) => n.problems.map((problem) => problem[1]).join(" ");
  const shape = (n) => n.shape.join("×");
  const readers = {
    op: (n) => n.op, name: (n) => n.name, module: (n) => `${n.module}\n${n.module_type}`,
    shape: (n) => n.shape.length ? `×${shape(n)}×` : "", dtype: (n) => n.dtype, src: (n) => n.source,
    problem: (n) => `${verdict(n)} ${notes(n)}`.trim(), target: (n) => isOp(n) ? verdict(n) || "ok" : "",
    precision: (n) => n.precision,
    "": (n) => [n.name, n.title, n.op, n.module, n.module_type, shape(n), n.dtype, n.source, notes(n), n.precision].join("\n"),
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

  return (text) => {
    let found = nodes.map((_, index) => index), terms = 0;
    TERM.lastIndex = 0;
    for (let match; (match = TERM.exec(text));) {
      if (!match[0]) { TERM.lastIndex += 1; if (TERM.lastIndex > text.length) break; continue; }
      const field = (match[2] || "").toLowerCase();
      if (!readers[field]) return { found: [], unknown: field };
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
