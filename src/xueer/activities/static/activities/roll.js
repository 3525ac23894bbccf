// Taps on the board: shown at once, kept on this device until the server has them, sent one by one in their order.
// Without this script each seat is the button of a form.
(function () {
  var form = document.querySelector('.x-roll-form');
  var source = document.getElementById('roll-words');
  if (!form || !source || !window.fetch) { return; }
  var words = JSON.parse(source.textContent);
  var store = 'xueer-roll:' + form.dataset.user + ':' + form.dataset.activity;
  var token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  var version = Number(form.dataset.version);
  var chosen = form.dataset.chosen;
  var over = Boolean(form.dataset.over);
  var seats = Array.prototype.slice.call(form.querySelectorAll('.x-seat'));
  var known = {};
  var undone = [];
  var inMemory = [];
  var sending = false;
  var pause = 0;
  var timer = null;
  var touched = Date.now();
  // Nobody is late before the start; counted from now, as the clock of the device may be wrong.
  var begins = Date.now() + 1000 * Number(form.dataset.wait);
  var POLL = 4000;
  var ASLEEP = 15 * 60 * 1000;

  seats.forEach(function (seat) { known[seat.dataset.person] = seat; });
  document.documentElement.classList.add('has-js');

  // ---- what is kept on the device ----

  function kept() {
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch (_error) { return inMemory; }
  }

  function keep(taps) {
    inMemory = taps;
    try {
      if (taps.length) { localStorage.setItem(store, JSON.stringify(taps)); } else { localStorage.removeItem(store); }
    } catch (_error) { /* a private window: the page itself remembers */ }
  }

  function without(key) {
    keep(kept().filter(function (tap) { return tap.key !== key; }));
  }

  function newKey() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return ('0' + byte.toString(16)).slice(-2); }).join('');
  }

  // ---- what is shown ----

  function excused(seat) {
    return seat.dataset.exempt && (seat.dataset.status === 'ABSENT' || seat.dataset.status === 'LEAVE');
  }

  function draw(seat, status, note) {
    seat.dataset.status = status;
    var look = excused(seat) ? words[seat.dataset.exempt] : words.looks[status];
    seat.classList.remove('is-here', 'is-late', 'is-leave', 'is-away');
    seat.classList.add(look[0]);
    seat.querySelector('i').textContent = look[1];
    seat.querySelector('.x-word').textContent = look[2];
    seat.querySelector('small').textContent = note ? ' ' + note.slice(0, 8) : '';
  }

  function put(id, number) {
    var place = document.getElementById(id);
    if (place) { place.textContent = number; }
  }

  function count() {
    var n = { expected: 0, here: 0, late: 0, leave: 0, absent: 0 };
    seats.forEach(function (seat) {
      if (excused(seat)) { return; }
      var status = seat.dataset.status;
      n.expected += 1;
      if (status === 'LEAVE') { n.leave += 1; } else if (status === 'ABSENT') { n.absent += 1; } else { n.here += 1; }
      if (status === 'LATE') { n.late += 1; }
    });
    Object.keys(n).forEach(function (name) { put('n-' + name, n[name]); });
  }

  function sign(element, mark, text) {
    element.textContent = '';
    if (!text) { return; }
    var i = document.createElement('i');
    i.textContent = mark;
    element.appendChild(i);
    element.appendChild(document.createTextNode(text));
  }

  function tell() {
    var taps = kept();
    var waiting = {};
    taps.forEach(function (tap) { waiting[tap.person] = true; });
    seats.forEach(function (seat) { seat.classList.toggle('is-unsent', Boolean(waiting[seat.dataset.person])); });
    sign(document.getElementById('roll-unsent'), '○', taps.length ? words.unsent.replace('{n}', taps.length) : '');
    var undo = document.getElementById('roll-undo');
    if (undo) { undo.disabled = !undone.length; }
  }

  function help(text) { document.getElementById('roll-help').textContent = text || ''; }

  function names(taps) {
    return taps.map(function (tap) { return tap.name + ' ' + words.looks[tap.status][2]; }).join('、');
  }

  // ---- tapping ----

  function next(seat) {
    var way = seat.dataset.exempt ? words.ways.exempt : words.ways[''];
    if (chosen) { return seat.dataset.status === chosen ? way[0] : chosen; }
    if (Date.now() < begins) { way = way.filter(function (status) { return status !== 'LATE'; }); }
    return way[(way.indexOf(seat.dataset.status) + 1) % way.length];
  }

  function clock() {
    var now = new Date();
    return ('0' + now.getHours()).slice(-2) + ':' + ('0' + now.getMinutes()).slice(-2);
  }

  function set(seat, status, isUndo) {
    if (over || status === seat.dataset.status) { return; }
    if (status === 'LATE' && Date.now() < begins) { help(words.early); return; }
    if (!isUndo) { undone.push([seat.dataset.person, seat.dataset.status]); }
    var name = seat.querySelector('b').textContent;
    draw(seat, status, status === 'LATE' ? clock() : '');
    keep(kept().concat([{ key: newKey(), person: seat.dataset.person, status: status, name: name }]));
    touched = Date.now();
    count();
    tell();
    send();
  }

  function undo() {
    var last = undone.pop();
    if (last && known[last[0]]) {
      set(known[last[0]], last[1], true);
      known[last[0]].focus();
    }
    tell();
  }

  // ---- sending ----

  function learn(news) {
    var mine = {};
    var others = [];
    kept().forEach(function (tap) { mine[tap.person] = true; });
    news.rows.forEach(function (row) {
      var seat = known[row[0]];
      if (!seat || mine[row[0]] || seat.dataset.status === row[1]) { return; }
      draw(seat, row[1], row[1] === 'LATE' ? '' : row[2]);
      others.push({ name: seat.querySelector('b').textContent, status: row[1] });
    });
    if (news.version > version) { version = news.version; }
    if (others.length) { help(words.by_others.replace('{names}', names(others))); }
    count();
  }

  // The activity is over: what this device still holds is said by name, and kept until it is corrected or given up.
  function close(text) {
    var left = kept();
    var box = document.getElementById('roll-left');
    over = true;
    if (!left.length) { help(text); return; }
    var link = box.querySelector('a');
    var marks = left.map(function (tap) { return 'mark=' + tap.person + ':' + tap.status; });
    if (link) { link.href = link.href.split('?')[0] + '?' + marks.join('&'); }
    box.querySelector('div').textContent = words.closed.replace('{names}', names(left));
    box.hidden = false;
    box.querySelector('button').addEventListener('click', function () {
      keep([]);
      location.reload();
    });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  function failed(text, wait) {
    sending = false;
    help(text);
    tell();
    later(wait);
  }

  function answered(tap, response) {
    var isAnswer = (response.headers.get('Content-Type') || '').indexOf('application/json') === 0;
    if (!isAnswer && (response.redirected || response.status === 403)) { failed(words.signed_out, 15000); return; }
    if (!isAnswer || response.status >= 500) { throw new Error('no answer'); }
    response.json().then(function (news) {
      sending = false;
      pause = 0;
      if (response.status === 409) {
        close(news.words);
      } else if (response.status === 410) {
        without(tap.key);
        help(words.gone.replace('{names}', tap.name));
      } else if (response.ok) {
        without(tap.key);
        help('');
        learn(news);
        sign(document.getElementById('roll-saved'), '✓', words.saved.replace('{time}', news.saved));
        later(0);
      } else {
        without(tap.key);
        help(news.words);
      }
      tell();
    }).catch(retry);
  }

  function retry() {
    pause = Math.min(pause ? pause * 2 : 1000, 15000);
    failed(words.slow, pause);
  }

  function send() {
    var tap = kept()[0];
    if (sending || over || !tap) { return; }
    sending = true;
    clearTimeout(timer);
    var body = new URLSearchParams({ key: tap.key, person: tap.person, status: tap.status, since: version });
    var asked = { method: 'POST', body: body, headers: { 'X-CSRFToken': token }, credentials: 'same-origin' };
    fetch(form.dataset.tap, asked).then(function (response) { answered(tap, response); }).catch(retry);
  }

  function look() {
    if (over || document.hidden || sending || kept().length || Date.now() - touched > ASLEEP) { return; }
    fetch(form.dataset.changes + '?since=' + version, { credentials: 'same-origin' }).then(function (response) {
      return response.ok && !response.redirected ? response.json() : null;
    }).then(function (news) {
      if (!news) { return; }
      learn(news);
      if (news.words) { close(news.words); } else if (news.names !== form.dataset.names) { location.reload(); }
    }).catch(function () { /* the next look will tell */ });
  }

  // ---- hands and keys ----

  function beside(seat, key) {
    var at = seats.indexOf(seat);
    var columns = seats.filter(function (one) { return one.offsetTop === seats[0].offsetTop; }).length || 1;
    var steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    return seats[at + steps[key]];
  }

  form.addEventListener('submit', function (event) { event.preventDefault(); });

  form.addEventListener('click', function (event) {
    var seat = event.target.closest('.x-seat');
    if (seat) {
      event.preventDefault();
      set(seat, next(seat));
    }
  });

  document.addEventListener('keydown', function (event) {
    var seat = document.activeElement && document.activeElement.closest('.x-seat');
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key.indexOf('Arrow') === 0) {
      var other = seat ? beside(seat, event.key) : seats[0];
      if (other) {
        other.focus();
        event.preventDefault();
      }
    } else if (seat && /^[1-4]$/.test(event.key)) {
      set(seat, words.ways[''][Number(event.key) - 1]);
    } else if (event.key === 'z' || event.key === 'Z') {
      undo();
    }
  });

  Array.prototype.forEach.call(document.querySelectorAll('.x-roll-foot [data-as]'), function (link, _at, links) {
    link.addEventListener('click', function (event) {
      event.preventDefault();
      chosen = link.dataset.as;
      Array.prototype.forEach.call(document.querySelectorAll('.x-roll-foot [data-as]'), function (one) {
        one.removeAttribute('aria-current');
      });
      link.setAttribute('aria-current', 'true');
    });
  });

  var undoButton = document.getElementById('roll-undo');
  if (undoButton) { undoButton.addEventListener('click', undo); }

  var finish = document.getElementById('roll-finish');
  if (finish) {
    finish.addEventListener('click', function (event) {
      var left = kept().length;
      if (left && !over) {
        event.preventDefault();
        help(words.wait.replace('{n}', left));
        send();
      }
    });
  }

  window.addEventListener('online', function () { pause = 0; later(0); });
  document.addEventListener('visibilitychange', function () { touched = Date.now(); look(); });
  document.addEventListener('pointerdown', function () { touched = Date.now(); });
  setInterval(look, POLL);

  // Taps of an earlier visit that never arrived: shown as they were meant, and sent now.
  kept().forEach(function (tap) {
    if (known[tap.person] && !over) { draw(known[tap.person], tap.status, ''); }
  });
  if (over && kept().length) { close(''); }
  count();
  tell();
  send();
})();
