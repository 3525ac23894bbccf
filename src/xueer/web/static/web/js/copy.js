/* [data-copy]: copies the text of the field with this id. Without this script the text is selected and copied by hand. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    var words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var field = document.getElementById(button.getAttribute("data-copy"));
      field.focus();
      field.select();
      field.setSelectionRange(0, field.value.length);
      // execCommand: the pages are often served without https, where the newer way is refused.
      if (document.execCommand("copy")) {
        button.textContent = button.getAttribute("data-done");
        window.setTimeout(function () { button.textContent = words; }, 3000);
      }
    });
  });
}());
