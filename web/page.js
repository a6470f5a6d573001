/**
 * The demonstration: the two examples of Python's documentation, the lines of a file, and what
 * coroutines wait for.
 */
import { AsyncCounter, asyncGenerator, lines, ready, stats } from 'asyncfor';

const PREVIEW_LINES = 10;
/** Characters of a line that the preview shows at most: more do not fit in. */
const PREVIEW_LENGTH = 500;
const FIGURES_INTERVAL = 100;
const STATS_INTERVAL = 500;
const DUMP_INTERVAL = 100;

const whole = new Intl.NumberFormat('en-US');
const tenths = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/**
 * The element of the page that a selector names.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} Class
 * @returns {T}
 */
function find(selector, Class) {
  const element = document.querySelector(selector);
  if (!(element instanceof Class)) throw new Error(`the page has no ${selector}`);
  return element;
}

/**
 * @param {unknown} error
 * @returns {string} one line that says what went wrong
 */
function errorLine(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ');
}

/**
 * A button stays focusable when there is nothing for it to do, so that the keyboard's focus is
 * not lost.
 * @param {HTMLButtonElement} button
 * @param {boolean} enabled
 */
function enable(button, enabled) {
  button.setAttribute('aria-disabled', String(!enabled));
}

/**
 * @param {HTMLButtonElement} button
 * @param {() => void} action
 */
function onClick(button, action) {
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') action();
  });
}

const statsFigures = [...document.querySelectorAll('#stats [data-figure]')].map((element) => ({
  element,
  name: /** @type {Exclude<keyof import('asyncfor').Stats, 'live'>} */ (
    element.getAttribute('data-figure')
  ),
}));

function showStats() {
  const current = stats();
  for (const { element, name } of statsFigures) element.textContent = whole.format(current[name]);
}

/**
 * An example: its Run button, and its items with their times as they come in.
 * @param {string} selector of its part of the page
 * @param {() => AsyncIterable<number>} create
 * @returns {() => Promise<void>} runs it
 */
function example(selector, create) {
  const button = find(`${selector} button`, HTMLButtonElement);
  const output = find(`${selector} ol`, HTMLOListElement);
  const error = find(`${selector} .error`, HTMLElement);

  /**
   * @param {number} number
   * @param {number} milliseconds
   */
  const show = (number, milliseconds) => {
    const item = document.createElement('li');
    const value = document.createElement('b');
    const time = document.createElement('small');
    value.textContent = String(number);
    time.textContent = `${Math.round(milliseconds)} ms`;
    item.append(value, ' ', time);
    output.append(item);
  };

  const run = async () => {
    enable(button, false);
    output.replaceChildren();
    error.textContent = '';
    try {
      await ready();
      const start = performance.now();
      for await (const number of create()) show(number, performance.now() - start);
    } catch (cause) {
      error.textContent = errorLine(cause);
    }
    enable(button, true);
    showStats();
  };
  onClick(button, run);
  return run;
}

/** @param {AsyncIterable<unknown>} iterable */
async function consume(iterable) {
  for await (const _ of iterable);
}

/** Chunks of text, one for each number. @param {AsyncIterable<number>} numbers */
async function* chunks(numbers) {
  for await (const number of numbers) yield `line ${number}\n`;
}

/** Three loops over C at the same time, and what their coroutines wait for meanwhile. */
function showWaiting() {
  const button = find('#waiting button', HTMLButtonElement);
  const output = find('#waiting pre', HTMLPreElement);
  const error = find('#waiting .error', HTMLElement);
  onClick(button, async () => {
    enable(button, false);
    error.textContent = '';
    let showing;
    try {
      const debug = await import(/** @type {any} */ ('/debug/asyncfor.mjs'));
      await debug.ready();
      showing = setInterval(() => {
        output.textContent = String(debug.dump());
      }, DUMP_INTERVAL);
      await Promise.all([
        consume(new debug.AsyncCounter(5, { delay: 0.5 })),
        consume(debug.asyncGenerator(4, { delay: 0.7 })),
        consume(debug.lines(chunks(debug.asyncGenerator(3, { delay: 0.9 })))),
      ]);
      output.textContent = 'All have ended.';
    } catch (cause) {
      error.textContent = errorLine(cause);
    }
    clearInterval(showing);
    enable(button, true);
  });
}

/** A file on its way through lines(). */
class Reading {
  lines = 0;
  bytes = 0;
  /** Whether the user has asked to stop. */
  stopped = false;
  /** Whether that came before the end of the file: the loop was left. */
  left = false;
  /** Whether the file's stream is open. */
  open = false;
  #start = performance.now();
  /** @type {number | undefined} */
  #end;

  /** @param {File} file */
  constructor(file) {
    this.file = file;
  }

  /** From the start to now, or to the end. */
  get seconds() {
    return ((this.#end ?? performance.now()) - this.#start) / 1000;
  }

  /**
   * Reads to the end of the file, or until it is stopped.
   * @param {(line: string) => void} onLine
   */
  async read(onLine) {
    this.#start = performance.now();
    try {
      for await (const line of lines(this.#chunks())) {
        if (this.stopped) {
          this.left = true;
          break;
        }
        this.lines += 1;
        onLine(line);
      }
    } finally {
      this.#end = performance.now();
    }
  }

  /** The chunks of the file, counted: what the page tells of them, C cannot know. */
  async *#chunks() {
    const reader = this.file.stream().getReader();
    this.open = true;
    try {
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        this.bytes += result.value.length;
        yield result.value;
      }
    } finally {
      // The cancellation of a stream that has failed rejects, with the error that goes on anyway.
      await reader.cancel().finally(() => {
        this.open = false;
      });
    }
  }
}

const view = {
  drop: find('#drop', HTMLElement),
  pick: find('#pick', HTMLInputElement),
  progress: find('#progress', HTMLProgressElement),
  stop: find('#stop', HTMLButtonElement),
  status: find('#status', HTMLElement),
  error: find('#file-error', HTMLElement),
  lines: find('#lines', HTMLElement),
  bytes: find('#bytes', HTMLElement),
  seconds: find('#seconds', HTMLElement),
  rate: find('#rate', HTMLElement),
  source: find('#source', HTMLElement),
  preview: find('#preview', HTMLElement),
};

/** @param {Reading} reading */
function showFigures(reading) {
  const { file, bytes, seconds } = reading;
  view.progress.value = file.size > 0 ? bytes / file.size : 1;
  view.lines.textContent = whole.format(reading.lines);
  view.bytes.textContent = whole.format(bytes);
  view.seconds.textContent = tenths.format(seconds);
  view.rate.textContent = seconds > 0 ? tenths.format(bytes / 1e6 / seconds) : '–';
  view.source.textContent = reading.open ? 'open' : 'closed';
}

/** @param {string} line */
function showPreview(line) {
  const item = document.createElement('li');
  item.textContent = line.slice(0, PREVIEW_LENGTH);
  view.preview.append(item);
}

/** @param {Reading} reading */
function endStatus({ file, left, open }) {
  if (!left) return `Read ${file.name} to its end.`;
  const source = open ? 'open' : 'closed';
  return `Stopped ${file.name}: the loop was left by break, and the source is ${source}.`;
}

/** @param {Reading} reading */
async function showReading(reading) {
  // Another file may have been picked while this one waited for its turn.
  if (reading.stopped) return;
  enable(view.stop, true);
  view.status.textContent = `Reading ${reading.file.name}…`;
  view.error.textContent = '';
  view.preview.replaceChildren();
  // By a timer: a look at the clock for each line would cost more than the line does.
  const timer = setInterval(() => showFigures(reading), FIGURES_INTERVAL);
  try {
    await reading.read((line) => {
      if (reading.lines <= PREVIEW_LINES) showPreview(line);
    });
    view.status.textContent = endStatus(reading);
  } catch (error) {
    view.status.textContent = `Failed to read ${reading.file.name}.`;
    view.error.textContent = errorLine(error);
  }
  clearInterval(timer);
  enable(view.stop, false);
  showFigures(reading);
  showStats();
}

/** @type {Reading | undefined} */
let current;
let shown = Promise.resolve();

/** Reads a file; one that is being read is stopped first. @param {File} file */
function readFile(file) {
  if (current) current.stopped = true;
  const reading = new Reading(file);
  current = reading;
  shown = shown.then(() => showReading(reading));
}

onClick(view.stop, () => {
  if (current) current.stopped = true;
});

view.pick.addEventListener('change', () => {
  const file = view.pick.files?.[0];
  // Without its value the input tells of the same file, too, when it is picked again.
  view.pick.value = '';
  if (file) readFile(file);
});

// Everywhere on the page: a file dropped beside the field would take the page's place.
addEventListener('dragover', (event) => {
  event.preventDefault();
  view.drop.classList.toggle('over', view.drop.contains(/** @type {Node} */ (event.target)));
});
addEventListener('dragleave', () => view.drop.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  view.drop.classList.remove('over');
  const file = event.dataTransfer?.files[0];
  if (file) readFile(file);
});

const examples = [
  example('#counter', () => new AsyncCounter(3)),
  example('#generator', () => asyncGenerator(3)),
];
for (const run of examples) run();
showWaiting();
setInterval(showStats, STATS_INTERVAL);
