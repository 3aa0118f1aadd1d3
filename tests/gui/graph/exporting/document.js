// As much of a browser's page as the viewer touches; `page` drives and reads it.
var page = { drawn: [], done: [], frames: [], width: 1000, height: 700 };
(function (all) {
  var transform = [1, 0, 0, 1, 0, 0], known = {};
  var pen = new Proxy({}, {
    get: function (target, name) {
      if (name === "measureText") return function (text) { return { width: 6 * text.length }; };
      if (name in target) return target[name];
      return function () {
        var given = [].slice.call(arguments);
        page.done.push(name);
        if (name === "setTransform") transform = given;
        if (name === "fillText") page.drawn.push(given[0]);
        page.transform = transform;
      };
    },
    set: function (target, name, value) { target[name] = value; return true; },
  });
  function Element(id) {
    this.id = id; this.listeners = {}; this.children = []; this.style = {};
    this.hidden = false; this.disabled = false; this.value = ""; this.textContent = "";
    this.clientWidth = page.width; this.clientHeight = page.height;
  }
  Element.prototype.addEventListener = function (kind, act) {
    (this.listeners[kind] = this.listeners[kind] || []).push(act);
  };
  Element.prototype.append = function () { this.children.push.apply(this.children, arguments); };
  Element.prototype.replaceChildren = function () { this.children = [].slice.call(arguments); };
  Element.prototype.focus = function () { page.focused = this; };
  Element.prototype.setAttribute = function (name, value) { this[name] = value; };
  Element.prototype.setPointerCapture = function () {};
  Element.prototype.getBoundingClientRect = function () { return { left: 0, top: 0 }; };
  Element.prototype.getContext = function () { return pen; };
  Element.prototype.fire = function (kind, event) {
    event = event || {};
    event.target = event.target || this;
    event.preventDefault = function () {};
    (this.listeners[kind] || []).forEach(function (act) { act(event); });
  };
  Element.prototype.words = function () {
    return [this.textContent].concat(this.children.map(function (each) {
      return typeof each === "string" ? each : each.words();
    })).filter(Boolean).join(" | ");
  };

  all.document = {
    getElementById: function (id) { return known[id] || (known[id] = new Element(id)); },
    createElement: function (kind) { return new Element(kind); },
  };
  all.matchMedia = function () { return { matches: false, addEventListener: function () {} }; };
  all.requestAnimationFrame = function (act) { page.frames.push(act); };
  all.devicePixelRatio = 1;
  all.location = { hash: "" };
  all.URLSearchParams = function () {
    this.has = function () { return false; };
  };
  var window = new Element("window");
  all.addEventListener = function (kind, act) { window.addEventListener(kind, act); };
  page.element = all.document.getElementById;
  page.press = function (key, target) { window.fire("keydown", { key: key, target: target || window }); };
  page.resize = function () { window.fire("resize"); };
  page.paint = function () {
    page.drawn = [];
    page.done = [];
    page.frames.splice(0).forEach(function (act) { act(); });
    return page.drawn;
  };
})(this);
