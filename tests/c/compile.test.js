/** What compiles and what does not, under clang, gcc and emcc. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const include = fileURLToPath(new URL('../../src/include', import.meta.url));
/** What a command of Emscripten prints. @param {string} command @param {string} argument */
const ask = (command, argument) => execFileSync(command, [argument], { encoding: 'utf8' }).trim();

/**
 * gcc finds a result that is not looked at only when it makes code. emcc is a clang with flags, and
 * takes longer to start than that to compile.
 * @type {Record<string, { command: string, flags: string[] }>}
 */
const COMPILERS = {
  clang: { command: 'clang', flags: ['-fsyntax-only'] },
  gcc: { command: 'gcc', flags: ['-S', '-o', '/dev/null'] },
  emcc: {
    command: join(ask('em-config', 'LLVM_ROOT'), 'clang'),
    flags: [...ask('emcc', '--cflags').split(/\s+/), '-fsyntax-only'],
  },
};

/**
 * @param {string} compiler
 * @param {string} source
 * @returns {Promise<{ code: number | null, messages: string }>}
 */
function compile(compiler, source) {
  const args = ['-std=gnu11', '-Wall', '-Wextra', '-Wshadow', '-Werror'];
  const { command, flags } = COMPILERS[compiler];
  const child = spawn(command, [...args, ...flags, `-I${include}`, '-x', 'c', '-']);
  let messages = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (messages += text));
  child.stdin.end(`#include <asyncfor.h>\n${source}`);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      /* gcc quotes the quotes. */
      resolve({ code, messages: messages.replaceAll("\\'", "'") });
    }),
  );
}

/** @type {Record<string, [source: string, message: RegExp]>} */
const REFUSED = {
  'async_for outside an async function': [
    'async_status f(async_object *o) { async_for (int, n, o) { (void)n; } return ASYNC_OK; }',
    /'async for' outside async function/,
  ],
  'await outside an async function': [
    'async_status f(async_object *o) { return async_await(o, NULL); }',
    /'await' outside async function/,
  ],
  'sleep outside an async function': [
    'async_status f(void) { return async_sleep(1); }',
    /'await' outside async function/,
  ],
  'yield outside an async function': [
    'async_status f(void) { return async_yield(1); }',
    /'yield' outside async function/,
  ],
  'async_return outside an async function': [
    'async_status f(void) { return async_return(1); }',
    /'return' outside async function/,
  ],
  'running ahead by more items than may be': ['ASYNC_AHEAD(g, 65);', /g: 1 to 64 items ahead/],
  'await in __init__': [
    'ASYNC_CLASS(C, int) { int n; };\nASYNC_INIT(C) { return async_sleep(1); }\nASYNC_ANEXT(C) { return ASYNC_STOP; }',
    /'await' outside async function/,
  ],
  'await in __aiter__': [
    'ASYNC_CLASS(C, int) { int n; };\nASYNC_AITER(C) { *iterator = NULL; return async_sleep(1); }',
    /'await' outside async function/,
  ],
  'await in __anext__ that is a plain method': [
    'ASYNC_CLASS(C, int) { int n; };\nASYNC_ANEXT_AWAITABLE(C) { *awaitable = async_none(); return async_sleep(1); }',
    /'await' outside async function/,
  ],
  'async_suspend outside an async function': [
    'async_status f(void) { return async_suspend(1, NULL); }',
    /'await' outside async function/,
  ],
  'async_yield_sent outside an async function': [
    'async_status f(async_value *sent) { return async_yield_sent(1, sent); }',
    /'yield' outside async function/,
  ],
  'an async_for whose function returns nothing': [
    'void f(async_scope, async_object *o) { async_for (int, n, o) { (void)n; } }',
    /should not return a value|return.*with a value/,
  ],
  'a firstiter hook that is none': [
    'void f(void) { async_set_firstiter_hook(5); }',
    /callable firstiter expected/,
  ],
  'a finalizer hook that is none': [
    'void f(void) { async_set_finalizer_hook("no"); }',
    /callable finalizer expected/,
  ],
  'a finalizer hook as firstiter': [
    'static void g(async_owned o) { async_release(o.object); }\nvoid f(void) { async_set_firstiter_hook(g); }',
    /callable firstiter expected/,
  ],
  'anext without an argument': [
    'async_owned f(void) { return async_anext(); }',
    /expected expression/,
  ],
  'anext with three arguments': [
    'async_owned f(async_object *o) { return async_anext(o, 1, 2); }',
    /too many arguments|passed 3 arguments/,
  ],
  'aiter with two arguments': [
    'async_owned f(async_object *o) { return async_aiter(o, 1); }',
    /passed 2 arguments|requires|too many arguments/,
  ],
  'await in a plain generator': [
    'SYNC_GENERATOR(g, int, (async_iterable, o)) { return async_await(args->o, NULL); }',
    /'await' outside async function/,
  ],
  'sleep in a plain generator': [
    'SYNC_GENERATOR(g, int) { return async_sleep(1); }',
    /'await' outside async function/,
  ],
  'async_for in a plain generator': [
    'SYNC_GENERATOR(g, int, (async_iterable, o)) { async_for (int, n, args->o) { async_try(async_yield(n)); } return ASYNC_OK; }',
    /'async for' outside async function/,
  ],
  'async_with in a plain generator': [
    'SYNC_GENERATOR(g, int, (async_iterable, o)) { async_with (int, n, args->o) { async_try(async_yield(n)); } return ASYNC_OK; }',
    /'async with' outside async function/,
  ],
  'an asynchronous comprehension in a plain generator': [
    'SYNC_GENERATOR(g, int, (async_iterable, o)) { return async_yield(async_list_of(n, async_for (int, n, args->o))); }',
    /'async for' outside async function/,
  ],
  'a lock in a plain generator': [
    'SYNC_GENERATOR(g, int, (async_iterable, o)) { return async_lock_acquire(args->o); }',
    /'await' outside async function/,
  ],
  'a plain generator that calls what may await': [
    'static async_status f(async_scope) { return async_sleep(1); }\nSYNC_GENERATOR(g, int) { return f(async_here); }',
    /incompatible/,
  ],
  'async_with outside an async function': [
    'async_status f(async_object *o) { async_with (int, n, o) { (void)n; } return ASYNC_OK; }',
    /'async with' outside async function/,
  ],
  'async_enter outside an async function': [
    'async_status f(async_object *o) { return async_enter(o, NULL); }',
    /'async with' outside async function/,
  ],
  'async_exit outside an async function': [
    'async_status f(async_object *o) { return async_exit(o, ASYNC_OK); }',
    /'async with' outside async function/,
  ],
  'async_try_await outside an async function': [
    'async_status f(async_object *o) { return async_try_await(int, o) ? ASYNC_OK : ASYNC_STOP; }',
    /'await' outside async function/,
  ],
  'an awaited result that would refer to what is gone': [
    'async_status f(async_scope, async_object *o) { async_string s = async_try_await(async_string, o); return s.size ? ASYNC_OK : ASYNC_STOP; }',
    /a result that refers to memory is awaited as an async_value/,
  ],
  'a queue outside an async function': [
    'async_status f(async_object *o) { return async_queue_put(o, 1); }',
    /'await' outside async function/,
  ],
  'a hidden return in a function of another type': [
    'int f(async_scope) { async_try(async_sleep(1)); return 0; }',
    /incompatible|returning/,
  ],
  'a yield whose status is not looked at': [
    'ASYNC_GENERATOR(g, int) { async_yield(1); return ASYNC_OK; }',
    /unused-result|warn_unused_result/,
  ],
  'a missing argument': [
    'ASYNC_GENERATOR(g, int, (int, from), (int, to, 3)) { return ASYNC_OK; }\nasync_owned f(void) { return async_new(g); }',
    /g: an argument without a default is missing/,
  ],
  'an argument that is not declared': [
    'ASYNC_GENERATOR(g, int, (int, from)) { return ASYNC_OK; }\nasync_owned f(void) { return async_new(g, .form = 1); }',
    /form/,
  ],
  'a parameter of a type that JavaScript has not': [
    'ASYNC_GENERATOR(g, int, (short, from)) { return ASYNC_OK; }',
    /g: 'from' is of a type that JavaScript has not: use bool, int, .* or an ASYNC_RECORD/,
  ],
  'an item of a type that JavaScript has not': [
    'ASYNC_GENERATOR(g, float) { return ASYNC_OK; }',
    /g: its item or its result is of a type that JavaScript has not: use bool, int, .* or an ASYNC_RECORD/,
  ],
  'a field of a type that JavaScript has not': [
    'ASYNC_RECORD(point, (char *, label));',
    /point: 'label' is of a type that JavaScript has not: use bool, int, .* or an ASYNC_RECORD/,
  ],
  'a parameter of a type that is none': [
    'ASYNC_GENERATOR(g, int, (flaot, from)) { return ASYNC_OK; }',
    /unknown type name .flaot/,
  ],
  'an array of a type that is not declared': [
    'ASYNC_GENERATOR(g, int, (async_array(short), from)) { return ASYNC_OK; }',
    /unknown type name .async_array_of_short/,
  ],
  'a parameter that is a struct, but no record': [
    'typedef struct point { int x; } point;\nASYNC_GENERATOR(g, int, (point, from)) { return ASYNC_OK; }',
    /no_type_and_no_ASYNC_RECORD_point/,
  ],
  'a parameter that is declared twice': [
    'ASYNC_GENERATOR(g, int, (int, from), (double, from)) { return ASYNC_OK; }',
    /duplicate member .from/,
  ],
  'a field that is declared twice': [
    'ASYNC_RECORD(point, (int, x), (double, x));',
    /duplicate member .x/,
  ],
  'a default that is no number': [
    'ASYNC_GENERATOR(g, int, (int, from, "three")) { return ASYNC_OK; }',
    /g: the default of 'from' must be a number/,
  ],
  'a default that is no text': [
    'ASYNC_GENERATOR(g, int, (async_string, from, 3)) { return ASYNC_OK; }',
    /g: the default of 'from' must be text in quotes/,
  ],
  'a default of a field': [
    'ASYNC_RECORD(point, (int, x, 3));',
    /point: a field of a record has no default/,
  ],
  'more parameters than 64': [
    `ASYNC_GENERATOR(g, int${Array.from({ length: 65 }, (_, index) => `, (int, p${index})`).join('')}) { return ASYNC_OK; }`,
    /a list of parameters, fields or definitions has at most 64/,
  ],
  'a field that a record has not': [
    'ASYNC_RECORD(point, (int, x));\nASYNC_GENERATOR(g, point) { return async_yield(async_record(point, .z = 1)); }',
    /point.*z|z.*point/,
  ],
  'a loop variable of a struct that is no record': [
    'typedef struct point { int x; } point;\nASYNC_GENERATOR(g, int, (async_iterable, o)) { async_for (point, p, args->o) { (void)p; } return ASYNC_OK; }',
    /async__step_point/,
  ],
};

const ACCEPTED = {
  'the header alone': '',
  'every form of a definition': `
ASYNC_DOC(g, "text");
ASYNC_STACK(g, 4096);
ASYNC_GENERATOR(g, async_value, (bool, a), (int, b, 1), (int64_t, c, 2), (double, d, 3.5),
                (async_string, e, "five"), (async_bytes, f), (async_iterable, h), (async_value, i)) {
  async_for (async_value, v, args->h) {
    async_for (int, n, async_new(g, .a = args->a, .b = 2, .f = args->f, .h = async_retain(args->h), .i = async_none())) {
      if (n == args->b)
        continue;
      async_try(async_yield(n));
    } else {
      break;
    }
    (void)v;
  }
  return ASYNC_OK;
}
static async_status helper(async_scope, double seconds) { return async_sleep(seconds); }
ASYNC_FUNCTION(f, int) {
  async_status status;
  async_try_goto(status, helper(async_here, 0.5), cleanup);
  return async_return(1);
cleanup:
  return status;
}
ASYNC_CLASS(C, int, (int, limit, 3)) { int n; };
ASYNC_INIT(C) { self->n = args->limit; return ASYNC_OK; }
ASYNC_DROP(C) { self->n = 0; }
ASYNC_ACLOSE(C) { return async_sleep(self->n); }
ASYNC_ANEXT(C) { return self->n-- > 0 ? async_item(self->n) : ASYNC_STOP; }
ASYNC_CLASS(I, int) { int n; };
ASYNC_AITER(I) { self->n++; *iterator = async_new(C).object; return ASYNC_OK; }
static async_status first(async_object *generator) { (void)generator; return ASYNC_OK; }
static void last(async_owned generator) { async_release(generator.object); }
void hooks(void);
void hooks(void) {
  async_set_firstiter_hook(first);
  async_set_finalizer_hook(last);
  async_set_firstiter_hook(NULL);
  async_set_finalizer_hook(NULL);
}
SYNC_GENERATOR(s, async_value, (int, to, 3)) {
  sync_for (int, n, async_list(1, 2)) {
    if (n == args->to)
      break;
    async_try(async_yield(n));
  } else {
    async_try(async_yield("text"));
  }
  return ASYNC_OK;
}
static async_status plain(async_sync_scope) { return async_yield(1); }
SYNC_GENERATOR(p, int) { return plain(async_here); }
ASYNC_GENERATOR_EXPRESSION(e, int, x * args->by, (int, x), if (x % 2), (int, by));
ASYNC_GENERATOR_EXPRESSION(same, int, x, (int, x), );
ASYNC_FUNCTION(w, async_iterable, (async_iterable, o)) {
  async_with (async_value, none, args->o) {
    (void)none;
  }
  async_owned dict = async_dict_of(k, async_try_await(int, args->o), async_for (int, k, args->o) if (k > 1));
  async_release(dict.object);
  return async_return(async_list_of(async_set_of(x, sync_for (int, x, args->o)), async_for (int, y, args->o) if (y)));
}
ASYNC_DOC(point, "text");
ASYNC_RECORD(point, (double, x), (double, y));
ASYNC_RECORD(everything, (bool, a), (int, b), (int64_t, c), (double, d), (async_string, e), (async_bytes, f),
             (async_iterable, h), (async_value, i), (async_js_value, j), (async_js_function, k), (point, l),
             (async_array(point), m), (async_optional(point), n), (async_optional(async_array(point)), o),
             (async_array(async_array(bool)), p));
ASYNC_RECORD(nothing);
ASYNC_GENERATOR(t, async_array(everything), (async_optional(everything), one), (point, from, {.x = 1, .y = 2}),
                (async_array(int), none, {NULL, 0}), (async_js_function, done, NULL)) {
  async_for (async_array(everything), all, async_new(t, .one = args->one, .from = (point){.x = 3})) {
    async_for (async_optional(point), maybe, async_new(t, .one = async_given(everything, {.a = true}))) {
      async_try(async_yield(async_value_as(async_array(everything), all)));
      async_try(async_yield(async_array_value(everything, all.items, all.count)));
      async_try(async_yield(async_value_as(async_optional(point), maybe)));
    }
  }
  async_value value = async_none();
  point origin;
  async_try(async_value_into(point, &value, &origin));
  async_with (point, p, args->done) {
    async_try(async_yield(async_value_as(point, p)));
  }
  return async_yield(async_record(everything, .a = true, .l = {.x = 1}, .n = async_given(point, {1, 2})));
}
ASYNC_ERROR_TYPE(MyError, async_ValueError);
async_status raises(void);
async_status raises(void) { return async_raise(MyError, "%d", 1); }
ASYNC_AHEAD(a, 64);
ASYNC_GENERATOR(a, int) { return async_yield(1); }
ASYNC_MODULE(a, g, f, C, I, e, same, w, t);`,
};

for (const header of readdirSync(`${include}/asyncfor`)) {
  Object.assign(ACCEPTED, { [`${header} alone`]: `#include <asyncfor/${header}>` });
}

for (const compiler of Object.keys(COMPILERS)) {
  describe(`${compiler} refuses, with words for people`, { concurrency: 2 }, () => {
    for (const [name, [source, message]] of Object.entries(REFUSED)) {
      it(name, async () => {
        const { code, messages } = await compile(compiler, source);
        assert.notEqual(code, 0);
        assert.match(messages, message);
      });
    }
  });
  describe(`${compiler} takes without a warning`, { concurrency: 2 }, () => {
    for (const [name, source] of Object.entries(ACCEPTED)) {
      it(name, async () => {
        const { code, messages } = await compile(compiler, source);
        assert.equal(messages, '');
        assert.equal(code, 0);
      });
    }
  });
}
