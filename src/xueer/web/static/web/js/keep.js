/* form[data-keep]: what is typed stays in this tab until the server has stored it. A session that ran out, a lost
   connection or a closed page loses nothing: the text stands in the fields again when the form is opened.
   A draft carries the form's `seen`; sent and met by another `seen`, it has been stored and is forgotten. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-keep]"), store;
  try { store = window.sessionStorage; } catch (error) { return; }
  if (!form || !store) { return; }
  var name = "keep:" + form.getAttribute("data-keep"), seen = form.querySelector("[name=seen]");

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && (field.type === "textarea" || field.type === "text" || field.type === "datetime-local" ||
        field.type === "date" || field.type === "time" || field.type === "number");
    });
  }

  function keep(sent) {
    var typed = fields().map(function (field) { return [field.name, field.value]; });
    try {
      store.setItem(name, JSON.stringify({ seen: seen ? seen.value : "", sent: sent, typed: typed }));
    } catch (error) { /* no room: the page works as without this script */ }
  }

  function bring(draft) {
    var taken = {}, brought = false;
    draft.typed.forEach(function (pair) {
      var nth = taken[pair[0]] || 0;
      var same = fields().filter(function (field) { return field.name === pair[0]; });
      taken[pair[0]] = nth + 1;
      if (!same.length) { return; }
      var field = same[Math.min(nth, same.length - 1)];
      if (nth >= same.length) {
        if (pair[1]) { field.value += "\n" + pair[1]; brought = true; }
      } else if (field.value !== pair[1]) {
        field.value = pair[1];
        brought = true;
      }
    });
    if (!brought) { return; }
    if (seen) { seen.value = draft.seen; }
    var told = document.querySelector("[data-kept]");
    if (told) { told.hidden = false; }
  }

  var draft = null;
  try { draft = JSON.parse(store.getItem(name)); } catch (error) { draft = null; }
  if (draft && draft.typed) {
    if (draft.sent && seen && draft.seen !== seen.value) { store.removeItem(name); } else { bring(draft); }
  }
  form.addEventListener("input", function () { keep(false); });
  form.addEventListener("submit", function () { keep(true); });
}());
