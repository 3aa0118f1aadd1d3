(() => {
  const data = JSON.parse(document.getElementById("graph").textContent);
  const byId = (id) => document.getElementById(id);
  const canvas = byId("canvas");
  const pen = canvas.getContext("2d");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const RANK = { advice: 1, warning: 2, error: 3 };
  const LEGIBLE = 0.85, EDGE = 40;
  const nodes = data.nodes, say = data.words, facts = say.facts;
  const indexOf = new Map(nodes.map((node, index) => [node.name, index]));
  const find = searchIn(nodes, data.module_types);
  const worst = nodes.map((n) => n.problems.reduce((w, p) => Math.max(w, RANK[p[0]]), 0));
  const drawings = data.drawings.map(prepared);
  let drawing = 0, scale = 1, x = 0, y = 0, selected = -1, hits = new Set(), hitList = [], hitAt = -1;
  let closed = new Set(), cover = -1, colours = data.colours.light, waiting = false, fitted = true;

  function prepared(raw) {
    const boxOf = new Int32Array(nodes.length).fill(-1);
    raw.boxes.forEach((box, index) => box[6].forEach((node) => { boxOf[node] = index; }));
    const severity = raw.boxes.map((box) => box[6].reduce((w, n) => Math.max(w, worst[n]), 0));
    const within = raw.frames.map(() => []);
    raw.boxes.forEach((box) => {
      for (let f = box[8]; f >= 0; f = raw.frames[f][4]) within[f].push(...box[6]);
    });
    const rank = within.map((inner) => inner.reduce((w, n) => Math.max(w, worst[n]), 0));
    const ends = raw.edges.map((edge) => {
      let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
      for (let k = 2; k < edge.length; k += 2) {
        left = Math.min(left, edge[k]); right = Math.max(right, edge[k]);
        top = Math.min(top, edge[k + 1]); bottom = Math.max(bottom, edge[k + 1]);
      }
      return [left, top, right, bottom];
    });
    return Object.assign({}, raw, { boxOf, severity, within, rank, ends });
  }

  const now = () => drawings[drawing];
  const hiddenBy = (frame) => {
    let found = -1;
    for (let f = frame; f >= 0; f = now().frames[f][4]) if (closed.has(f)) found = f;
    return found;
  };

  function resize() {
    const ratio = devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    if (fitted) fit(); else redraw();
  }

  // What is free of the details beside the graph.
  function free() {
    const details = byId("details"), taken = details.hidden ? 0 : details.offsetWidth || 0;
    return canvas.clientWidth - (taken < canvas.clientWidth / 2 ? taken : 0);
  }

  function fit() {
    const [left, top, right, bottom] = now().bounds;
    scale = Math.min(canvas.clientWidth / (right - left), canvas.clientHeight / (bottom - top), 1);
    x = (canvas.clientWidth - (right - left) * scale) / 2 - left * scale;
    y = (canvas.clientHeight - (bottom - top) * scale) / 2 - top * scale;
    fitted = true;
    redraw();
  }

  function look([left, top, width, height]) {
    scale = Math.max(scale, LEGIBLE);
    fitted = false;
    const spare = [free() - width * scale, canvas.clientHeight - height * scale];
    x = Math.max(EDGE, spare[0] / 2) - left * scale;
    y = Math.min(Math.max(EDGE, spare[1] / 2), Math.max(EDGE, canvas.clientHeight / 4)) - top * scale;
    redraw();
  }

  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  }

  function paint() {
    const ratio = devicePixelRatio || 1;
    colours = dark.matches ? data.colours.dark : data.colours.light;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colours.background;
    pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    const seen = [-x / scale, -y / scale, (canvas.clientWidth - x) / scale, (canvas.clientHeight - y) / scale];
    const inside = (l, t, r, b) => l <= seen[2] && r >= seen[0] && t <= seen[3] && b >= seen[1];
    paintFrames(inside, false);
    paintEdges(inside);
    paintFlows(inside);
    paintTitles(inside);
    now().boxes.forEach((box, index) => {
      if (inside(box[0], box[1], box[0] + box[2], box[1] + box[3]) && hiddenBy(box[8]) < 0) paintBox(box, index);
    });
    paintFrames(inside, true);
  }

  function paintFrames(inside, covers) {
    now().frames.forEach((frame, index) => {
      const [left, top, width, height, parent, title] = frame;
      if (!inside(left, top, left + width, top + height) || hiddenBy(parent) >= 0) return;
      if (closed.has(index) !== covers) return;
      pen.beginPath();
      pen.roundRect(left, top, width, height, 12);
      const found = covers && now().within[index].some((n) => hits.has(n));
      pen.fillStyle = covers ? colours.card : colours.accent + "0c";
      pen.fill();
      pen.fillStyle = colours.hit + "50";
      if (found) pen.fill();
      pen.setLineDash(covers ? [] : [5 / scale, 4 / scale]);
      const mine = covers && cover === index;
      pen.strokeStyle = mine ? colours.accent : found ? colours.hit : covers ? colours.border : colours.accent + "60";
      pen.lineWidth = (mine ? 2.6 : found ? 3 : 1) / scale;
      pen.stroke();
      pen.setLineDash([]);
      if (covers && now().rank[index]) sign(left + width, top, now().rank[index], strong(now().rank[index]));
      if (!covers || !hasTitle(width, height)) return;
      pen.fillStyle = found ? colours.ink : colours.dim;
      pen.font = titleFont();
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(shortened(`▸ ${title}`, width - 20), left + width / 2, middle(top, height));
    });
  }

  // Of a height, the middle of what is in view.
  function middle(top, height) {
    const [from, to] = [Math.max(top, -y / scale), Math.min(top + height, (canvas.clientHeight - y) / scale)];
    return (from + to) / 2;
  }

  // What flows along the edges, beside them and readable or not at all.
  function paintFlows(inside) {
    if (scale < LEGIBLE) return;
    pen.font = "9px system-ui, sans-serif";
    pen.textAlign = "left";
    pen.textBaseline = "top";
    now().boxes.forEach((box) => {
      const [text, left, top] = box.slice(11);
      if (!text || hiddenBy(box[8]) >= 0 || !inside(left, top, left + 90, top + 12)) return;
      pen.fillStyle = colours.background;
      pen.fillRect(left - 1, top, pen.measureText(text).width + 2, 11);
      pen.fillStyle = colours.dim;
      pen.fillText(text, left, top + 1);
    });
  }

  function hasTitle(width, height) { return width * scale >= 60 && height * scale >= 30; }
  function titleFont() { return `${11 / Math.min(scale, 1)}px system-ui, sans-serif`; }

  // Whether the words of a module around would lie over those of one whose top is here.
  function isUnderTitle(top, parent) {
    for (let f = parent; f >= 0; f = now().frames[f][4]) {
      const [, above, width, height] = now().frames[f];
      if ((top - above) * Math.min(scale, 1) < 13 && hasTitle(width, height)) return true;
    }
    return false;
  }

  // Over the edges, each on a ground of its own, so that no edge runs through the words.
  function paintTitles(inside) {
    now().frames.forEach(([left, top, width, height, parent, title], index) => {
      if (closed.has(index) || hiddenBy(parent) >= 0 || !hasTitle(width, height) || isUnderTitle(top, parent)) return;
      if (!inside(left, top, left + width, top + height)) return;
      pen.font = titleFont();
      pen.textAlign = "left";
      pen.textBaseline = "top";
      const words = shortened(`▾ ${title}`, width - 24), line = 13 / Math.min(scale, 1);
      pen.fillStyle = colours.background;
      pen.fillRect(left + 9, top + 3, pen.measureText(words).width + 6, line);
      pen.fillStyle = colours.dim;
      pen.fillText(words, left + 12, top + 4);
    });
  }

  function paintEdges(inside) {
    const { edges, ends, boxes } = now();
    const sideways = data.direction === "right";
    const mine = selected < 0 ? -1 : now().boxOf[selected];
    for (const chosen of [false, true]) {
      pen.beginPath();
      edges.forEach((edge, index) => {
        if ((edge[0] === mine || edge[1] === mine) !== chosen || !inside(...ends[index])) return;
        const cover = hiddenBy(boxes[edge[0]][8]);
        if (cover >= 0 && cover === hiddenBy(boxes[edge[1]][8])) return;
        pen.moveTo(edge[2], edge[3]);
        for (let k = 4; k < edge.length; k += 2) {
          const [ax, ay, bx, by] = [edge[k - 2], edge[k - 1], edge[k], edge[k + 1]];
          const [cx, cy] = [edge[k + 2], edge[k + 3]];
          if (turns(ax, ay, bx, by, cx, cy)) pen.arcTo(bx, by, cx, cy, turn(ax, ay, bx, by, cx, cy));
          else if (scale < 0.2 || ax === bx || ay === by) pen.lineTo(bx, by);
          else if (sideways) pen.bezierCurveTo((ax + bx) / 2, ay, (ax + bx) / 2, by, bx, by);
          else pen.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by);
        }
      });
      pen.strokeStyle = chosen ? colours.accent : colours.edge;
      pen.lineWidth = (chosen ? 2 : 1.3) / Math.min(1, Math.max(scale, 0.05));
      pen.stroke();
      if (scale >= 0.2) paintHeads(inside, mine, chosen, sideways);
    }
  }

  /* Whether an edge turns from level to upright or back at b. */
  function turns(ax, ay, bx, by, cx, cy) {
    return (ax === bx && by === cy && ay !== by && bx !== cx) || (ay === by && bx === cx && ax !== bx && by !== cy);
  }

  function turn(ax, ay, bx, by, cx, cy) {
    const before = Math.abs(bx - ax) + Math.abs(by - ay), behind = Math.abs(cx - bx) + Math.abs(cy - by);
    return Math.min(8, before / 2, behind / 2);
  }

  function paintHeads(inside, mine, chosen, sideways) {
    const { edges, boxes } = now();
    const long = 7, wide = 3.5;
    pen.fillStyle = pen.strokeStyle;
    pen.beginPath();
    edges.forEach((edge) => {
      if ((edge[0] === mine || edge[1] === mine) !== chosen || hiddenBy(boxes[edge[1]][8]) >= 0) return;
      const [ex, ey] = edge.slice(-2);
      if (!inside(ex - long, ey - long, ex + long, ey + long)) return;
      pen.moveTo(ex, ey);
      if (sideways) { pen.lineTo(ex - long, ey - wide); pen.lineTo(ex - long, ey + wide); }
      else { pen.lineTo(ex - wide, ey - long); pen.lineTo(ex + wide, ey - long); }
      pen.closePath();
    });
    pen.fill();
  }

  function paintBox(box, index) {
    const [left, top, width, height, title, line] = box;
    const found = box[6].some((n) => hits.has(n));
    const rank = now().severity[index];
    const worse = strong(rank);
    pen.beginPath();
    if (scale < 0.3) pen.rect(left, top, width, height);
    else pen.roundRect(left, top, width, height, 8);
    pen.fillStyle = found ? colours.hit : rank > 1 ? colours[rank > 2 ? "error" : "warning"][1] : colours.card;
    if (scale < 0.3 && !found) pen.fillStyle = rank > 1 ? worse : colours.families[box[7]];
    pen.fill();
    const mine = selected >= 0 && now().boxOf[selected] === index;
    pen.strokeStyle = mine ? colours.accent : rank > 1 ? worse : colours.families[box[7]];
    pen.lineWidth = mine ? 2.6 / Math.min(1, scale) : 1.3;
    if (scale >= 0.3 || mine) pen.stroke();
    if (scale >= 0.35) {
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = found ? "#1d2430" : colours.ink;
      if (found && dark.matches) pen.fillStyle = colours.ink;
      pen.font = `${line ? 600 : 400} 12px system-ui, sans-serif`;
      const mark = box[9] ? "▸ " : "";
      pen.fillText(shortened(mark + title, width - 16), left + width / 2, top + height / 2 - (line ? 7 : 0));
      pen.font = "10.5px system-ui, sans-serif";
      pen.fillStyle = found ? colours.ink : colours.dim;
      if (line) pen.fillText(shortened(line, width - 16), left + width / 2, top + height / 2 + 9);
    }
    if (rank) sign(left + width, top, rank, worse);
  }

  function strong(rank) { return ["", colours.advice[0], colours.warning[0], colours.error[0]][rank]; }

  function sign(cx, cy, rank, colour) {
    const r = Math.max(7, 3.5 / scale);
    pen.beginPath();
    if (rank === 3) pen.arc(cx, cy, r, 0, 7);
    else if (rank === 2) { pen.moveTo(cx, cy - r); pen.lineTo(cx + r, cy + r * 0.8); pen.lineTo(cx - r, cy + r * 0.8); }
    else { pen.moveTo(cx, cy - r); pen.lineTo(cx + r, cy); pen.lineTo(cx, cy + r); pen.lineTo(cx - r, cy); }
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
  }

  function shortened(text, room) {
    if (pen.measureText(text).width <= room) return text;
    let length = text.length;
    while (length > 1 && pen.measureText(text.slice(0, length) + "…").width > room) length -= 1;
    return text.slice(0, length) + "…";
  }

  function show(node, moves = true) {
    selected = node;
    cover = -1;
    byId("details").hidden = node < 0;
    if (node >= 0) describeNode(nodes[node]);
    if (node >= 0 && moves) centre(node);
    redraw();
  }

  // A box, or the closed module that hides it.
  function showBox(index) {
    const box = now().boxes[index], hidden = hiddenBy(box[8]);
    if (hidden >= 0) { showCover(hidden); return; }
    show(box[6][0], false);
    if (box[9]) describeModule(box[4], box[6], box[10]);
  }

  function showCover(frame) {
    show(now().within[frame][0], false);
    cover = frame;
    describeModule(now().frames[frame][5], now().within[frame], now().frames[frame][6]);
  }

  function describeModule(title, inside, key) {
    const inner = inside.map((index) => nodes[index]);
    const ops = new Map();
    inner.forEach((n) => ops.set(n.op, (ops.get(n.op) || 0) + 1));
    const most = [...ops].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([op, count]) => `${op} ×${count}`);
    const sum = (key) => inner.reduce((total, n) => total + n[key], 0);
    const names = new Set(inner.map((n) => n.name));
    const all = (key) => {
      const found = [];
      inner.forEach((n) => found.push(...n[key]));
      return found;
    };
    const outside = (key) => [...new Set(all(key))].filter((name) => !names.has(name));
    describe(title, all("problems"), [[facts.module, key], [facts.nodes, String(inner.length)],
      [facts.ops, most.join(", ") + (ops.size > most.length ? ", …" : "")],
      [facts.takes, outside("inputs").join(", ")], [facts.feeds, outside("users").join(", ")], ...costs(sum("parameters"), sum("macs"))]);
  }

  function costs(parameters, macs) {
    const written = (count) => count ? count.toLocaleString(say.language) : "";
    return [[facts.parameters, written(parameters)], [facts.macs, written(macs)]];
  }

  function describeNode(n) {
    describe(n.title, n.problems, [[facts.node, n.name], [facts.op, n.op], [facts.output, `${n.shape.join("×")} ${n.dtype}`],
      [facts.module, [n.module, n.module_type].filter(Boolean).join(" · ")], ...n.arguments,
      [facts.takes, n.inputs.join(", ")], [facts.feeds, n.users.join(", ")], ...costs(n.parameters, n.macs),
      [facts.source, n.source], [facts.code, n.text]]);
  }

  function describe(heading, problems, rows) {
    const details = byId("details");
    details.replaceChildren();
    const head = document.createElement("h2");
    head.textContent = heading;
    details.append(head);
    for (const [severity, , sentence] of problems) {
      const problem = document.createElement("p");
      problem.style.borderColor = colours[severity][0];
      problem.textContent = sentence;
      details.append(problem);
    }
    const list = document.createElement("dl");
    for (const [key, value] of rows) {
      if (!value) continue;
      const term = document.createElement("dt"), words = document.createElement("dd");
      term.textContent = key;
      words.textContent = value;
      list.append(term, words);
    }
    details.append(list);
  }

  // The overview with these modules open as well: all others of the open drawing closed.
  function openAlso(keys) {
    const open = new Set([...now().frames.map((frame) => frame[6]), ...keys]);
    choose(drawings.length - 1);
    now().frames.forEach((frame, index) => { if (!open.has(frame[6])) closed.add(index); });
  }

  function openModule(box) {
    const around = keysAround(box[6][0]);
    const own = around.includes(box[10]) ? box[10] : around[0];
    openAlso([own]);
    const frame = now().frames.find((each) => each[6] === own);
    if (frame) look(frame);
    redraw();
  }

  function keysAround(node) {
    const whole = drawings[drawings.length - 1], box = whole.boxes[whole.boxOf[node]], keys = [];
    for (let f = box ? box[8] : -1; f >= 0; f = whole.frames[f][4]) keys.unshift(whole.frames[f][6]);
    return keys;
  }

  function centre(node) {
    const drawn = now().boxes[now().boxOf[node]];
    if (drawn && drawn[9] && drawing < drawings.length - 1) openAlso(keysAround(node));
    const box = now().boxes[now().boxOf[node]];
    if (!box) return;
    for (let f = box[8]; f >= 0; f = now().frames[f][4]) closed.delete(f);
    scale = Math.max(scale, LEGIBLE);
    middleOn(box);
  }

  function middleOn([left, top, width, height]) {
    fitted = false;
    x = free() / 2 - (left + width / 2) * scale;
    y = canvas.clientHeight / 2 - (top + height / 2) * scale;
  }

  function search(text) {
    const { found, isEmpty, unknown, broken, slow, number, unmeasured } = find(text);
    hitList = found;
    hits = new Set(hitList);
    hitAt = -1;
    let words = isEmpty ? "" : say.found.replace("{count}", hitList.length);
    if (unknown !== undefined) words = say.unknown.replace("{field}", unknown);
    if (number) words = say.number.split("{word}").join(number);
    if (unmeasured) words = say.unmeasured;
    if (broken) words = say.broken.replace("{word}", broken);
    if (slow) words = say.slow.replace("{word}", slow);
    byId("count").textContent = words;
    redraw();
  }

  function nextHit(by) {
    if (!hitList.length) return;
    hitAt = hitAt < 0 && by < 0 ? hitList.length - 1 : (hitAt + by + hitList.length) % hitList.length;
    byId("count").textContent = say.place.replace("{place}", hitAt + 1).replace("{count}", hitList.length);
    show(hitList[hitAt]);
  }

  function step(list, from) {
    if (list.length) show(list[(list.indexOf(from) + 1) % list.length]);
  }

  const problems = nodes.map((_, i) => i).filter((i) => worst[i]).sort((a, b) => worst[b] - worst[a] || a - b);

  function choose(index) {
    drawing = index;
    closed = new Set();
    cover = -1;
    byId("depth").hidden = drawings.length < 2;
    byId("depth").textContent = index ? say.overview : say.open;
  }

  function at(event) {
    const bounds = canvas.getBoundingClientRect();
    return [(event.clientX - bounds.left - x) / scale, (event.clientY - bounds.top - y) / scale];
  }

  function frameAt(px, py) {
    let found = -1;
    now().frames.forEach(([left, top, width, height, parent], index) => {
      if (px >= left && px <= left + width && py >= top && py <= top + height && hiddenBy(parent) < 0) found = index;
    });
    return found;
  }

  function boxAt(px, py) {
    return now().boxes.findIndex(([left, top, width, height, , , , , frame]) =>
      px >= left && px <= left + width && py >= top && py <= top + height && hiddenBy(frame) < 0);
  }

  const fingers = new Map();
  let travelled = 0;
  function spread() {
    const [[ax, ay], [bx, by]] = [...fingers.values()];
    return [(ax + bx) / 2, (ay + by) / 2, Math.max(1, Math.hypot(ax - bx, ay - by))];
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!fingers.size) travelled = 0;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId), here = [event.clientX, event.clientY];
    if (!before) return;
    const [mx, my, far] = fingers.size === 2 ? spread() : [...before, 1];
    fingers.set(event.pointerId, here);
    const [nx, ny, further] = fingers.size === 2 ? spread() : [...here, 1];
    travelled += Math.hypot(here[0] - before[0], here[1] - before[1]);
    const bounds = canvas.getBoundingClientRect();
    x += nx - mx;
    y += ny - my;
    zoom(further / far, nx - bounds.left, ny - bounds.top);
  });
  canvas.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  canvas.addEventListener("pointerup", (event) => {
    const was = fingers.delete(event.pointerId);
    if (!was || fingers.size || travelled > 4) return;
    const place = at(event), box = boxAt(...place), frame = frameAt(...place);
    if (box >= 0) showBox(box);
    else if (closed.has(frame)) showCover(frame);
    else show(-1);
  });
  canvas.addEventListener("dblclick", (event) => {
    const [px, py] = at(event);
    const box = boxAt(px, py);
    if (box >= 0 && now().boxes[box][9] && drawing < drawings.length - 1) {
      openModule(now().boxes[box]);
      return;
    }
    const frame = frameAt(px, py);
    if (frame >= 0 && box < 0) turnOver(frame);
  });

  function turnOver(frame) {
    closed.has(frame) ? closed.delete(frame) : closed.add(frame);
    if (cover === frame) cover = -1;
    redraw();
  }

  // Open the closed module that is selected, or close the one around the selected node.
  function openOrClose() {
    if (cover >= 0) { turnOver(cover); return; }
    const box = selected < 0 ? undefined : now().boxes[now().boxOf[selected]];
    if (!box) return;
    if (box[9] && drawing < drawings.length - 1) openModule(box);
    else if (box[8] >= 0) { turnOver(box[8]); showCover(box[8]); }
  }
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const step = event.deltaMode ? 16 : 1;
    if (event.ctrlKey) {
      const most = Math.max(-60, Math.min(60, event.deltaY * step));
      zoom(Math.exp(-most / 150), event.offsetX, event.offsetY);
      return;
    }
    fitted = false;
    const [across, down] = [event.deltaX * step, event.deltaY * step];
    x -= event.shiftKey && !across ? down : across;
    y -= event.shiftKey && !across ? 0 : down;
    redraw();
  }, { passive: false });

  function zoom(factor, px, py) {
    const next = Math.min(4, Math.max(0.002, scale * factor));
    x = px - (px - x) * next / scale;
    y = py - (py - y) * next / scale;
    scale = next;
    fitted = false;
    redraw();
  }

  addEventListener("keydown", (event) => {
    if (event.target === byId("search")) {
      if (event.key === "Enter") nextHit(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") canvas.focus();
      return;
    }
    const isPressing = event.target.tagName === "BUTTON" && ["Enter", " "].includes(event.key);
    if (isPressing) return;
    const middle = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const [ahead, back, left, right] = data.direction === "right"
      ? ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"] : ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"];
    const keys = {
      "/": () => byId("search").focus(), f: fit, n: () => step(problems, selected),
      d: () => { if (drawings.length > 1) { choose(1 - drawing); fit(); } },
      "+": () => zoom(1.25, ...middle), "-": () => zoom(0.8, ...middle), Escape: () => show(-1),
      " ": openOrClose, Enter: openOrClose,
      [ahead]: () => walk(nextTo(0)), [back]: () => walk(nextTo(1)),
      [left]: () => walk(beside(-1)), [right]: () => walk(beside(1)),
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  // What is walked over: a box, or all of a closed module.
  function unitOf(index) {
    const hidden = hiddenBy(now().boxes[index][8]);
    return hidden < 0 ? index : now().boxOf[now().within[hidden][0]];
  }

  function placeOf(index) {
    const hidden = hiddenBy(now().boxes[index][8]);
    return hidden < 0 ? now().boxes[index] : now().frames[hidden];
  }

  function across(index) {
    const [left, top, width, height] = placeOf(index);
    return data.direction === "right" ? top + height / 2 : left + width / 2;
  }

  // The units that an edge joins to one, behind it (side 0) or before it (side 1).
  function joined(unit, side) {
    const found = new Set();
    for (const edge of now().edges) {
      if (unitOf(edge[side]) === unit) found.add(unitOf(edge[1 - side]));
    }
    found.delete(unit);
    return [...found];
  }

  function nextTo(side) {
    const box = selected < 0 ? -1 : now().boxOf[selected];
    if (box < 0) return now().boxOf[0];
    const unit = unitOf(box), far = (each) => Math.abs(across(each) - across(unit));
    return joined(unit, side).sort((a, b) => far(a) - far(b))[0];
  }

  function beside(by) {
    const box = selected < 0 ? -1 : now().boxOf[selected];
    if (box < 0) return now().boxOf[0];
    const unit = unitOf(box), row = new Set();
    for (const side of [0, 1]) for (const shared of joined(unit, side)) joined(shared, 1 - side).forEach((each) => row.add(each));
    const away = [...row].map((each) => [by * (across(each) - across(unit)), each]).filter(([far]) => far > 0);
    return away.sort(([a], [b]) => a - b).map(([, each]) => each)[0];
  }

  function walk(index) {
    if (index === undefined || index < 0) return;
    showBox(index);
    const [left, top, width, height] = placeOf(index);
    const isInSight = left * scale + x >= 0 && (left + width) * scale + x <= free()
      && top * scale + y >= 0 && (top + height) * scale + y <= canvas.clientHeight;
    if (!isInSight) middleOn([left, top, width, height]);
    redraw();
  }

  function legend() {
    const words = ["error", "warning", "advice"].map((key) => [key, say.legend[key]]);
    const families = Object.keys(say.legend).filter((key) => nodes.some((n) => n.family === key));
    byId("legend").replaceChildren(...[...words, ...families.map((key) => [key, say.legend[key], true])].map(([key, word, family]) => {
      const entry = document.createElement("span"), mark = document.createElement("i");
      mark.className = family ? "family" : key;
      mark.style.background = family ? colours.families[key] : colours[key][0];
      entry.append(mark, word);
      return entry;
    }));
  }

  function obey() {
    const wishes = new URLSearchParams(location.hash.slice(1));
    if (wishes.has("open")) { choose(drawings.length - 1); fit(); }
    if (wishes.has("search")) {
      byId("search").value = wishes.get("search");
      search(wishes.get("search"));
      nextHit(1);
    }
    if (wishes.has("node") && indexOf.has(wishes.get("node"))) show(indexOf.get(wishes.get("node")));
  }

  byId("name").textContent = data.name;
  byId("fit").textContent = say.fit;
  byId("next").textContent = say.next;
  byId("search").placeholder = say.search;
  byId("search").setAttribute("aria-label", say.search);
  byId("search").title = say.fields;
  canvas.setAttribute("aria-label", say.graph);
  byId("facts").textContent = data.facts;
  byId("search").addEventListener("input", (event) => search(event.target.value));
  byId("fit").addEventListener("click", fit);
  byId("next").addEventListener("click", () => step(problems, selected));
  byId("next").disabled = !problems.length;
  byId("depth").addEventListener("click", () => { choose(1 - drawing); fit(); });
  dark.addEventListener("change", () => { paint(); legend(); });
  addEventListener("resize", resize);
  addEventListener("hashchange", obey);
  choose(0);
  legend();
  resize();
  paint();
  obey();
})();
