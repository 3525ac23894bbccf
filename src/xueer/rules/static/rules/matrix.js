// A cell of the matrix opens under its row instead of on a page of its own. Without this the link just leads there.
(function () {
  var table = document.querySelector("table.x-mx");
  if (!table || !window.htmx) { return; }
  var opened = null;

  function close() {
    var drawer = table.querySelector("tr.x-drawer-row");
    if (drawer) { drawer.parentNode.removeChild(drawer); }
    if (opened) { opened.classList.remove("is-open"); opened.firstElementChild.removeAttribute("aria-expanded"); }
    var before = opened;
    opened = null;
    return before;
  }

  table.addEventListener("click", function (event) {
    var link = event.target.closest("td.x-c > a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    var cell = link.parentNode;
    if (close() === cell) { return; }
    opened = cell;
    cell.classList.add("is-open");
    link.setAttribute("aria-expanded", "true");
    window.htmx.ajax("GET", link.href, {
      target: cell.parentNode, swap: "afterend", values: { cols: cell.parentNode.cells.length }
    });
  });

  table.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !opened) { return; }
    var cell = close();
    cell.firstElementChild.focus();
  });

  // An answer that comes after another cell was opened is not shown.
  table.addEventListener("htmx:beforeSwap", function (event) {
    if (!opened || event.detail.target !== opened.parentNode || table.querySelector("tr.x-drawer-row")) {
      event.detail.shouldSwap = false;
    }
  });
  table.addEventListener("htmx:afterSettle", function () {
    var drawer = document.getElementById("cell");
    if (drawer) { drawer.focus({ preventScroll: true }); }
  });
})();
