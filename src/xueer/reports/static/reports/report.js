// The chosen figure is marked at once, and its source comes into view on a narrow page. Without this each is a link.
(function () {
  var source = document.getElementById("source");
  if (!source || !window.htmx) { return; }

  function mark(number) {
    var chips = document.querySelectorAll("a.x-chip");
    for (var i = 0; i < chips.length; i += 1) {
      var here = chips[i].getAttribute("href") === "?figure=" + number + "#source";
      chips[i].classList.toggle("is-here", here);
    }
  }

  source.addEventListener("htmx:afterSwap", function (event) {
    var link = event.detail.requestConfig.elt;
    mark((link.getAttribute("href").match(/figure=(\d+)/) || [])[1]);
    if (source.getBoundingClientRect().top > window.innerHeight - 120) { source.scrollIntoView(); }
  });
})();
