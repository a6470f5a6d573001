/** The example of a library that pushes: events of XML by Expat, beside another parser's. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';

import sax from 'sax';

import * as module from '../../build/release/tests/porting/xml.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';
import { Chunks, collect, cut, thirdPartyFile } from './libraries.js';

after(() => nothingLives(module));

/** @typedef {[string, string, Record<string, string>?]} Event */

/** Where text is cut is the parser's affair. @param {Event[]} events */
function joined(events) {
  /** @type {Event[]} */
  const all = [];
  for (const [kind, text, ...rest] of events) {
    const last = all.at(-1);
    if (kind === 'text' && last?.[0] === 'text') last[1] += text;
    else all.push([kind, text, ...rest]);
  }
  return all;
}

/**
 * The events of a document by a parser that has nothing in common with ours, and whether it found
 * an error behind them.
 * @param {string} text
 */
function parse(text) {
  /** @type {Event[]} */
  const events = [];
  const parser = sax.parser(true);
  let failed = false;
  const note = (/** @type {Event} */ ...event) => void (failed || events.push(event));
  parser.onerror = () => (failed = true);
  parser.onopentag = ({ name, attributes }) =>
    note('start', name, /** @type {Record<string, string>} */ ({ ...attributes }));
  parser.onclosetag = (name) => note('end', name);
  parser.ontext = (data) => note('text', data);
  parser.oncdata = (data) => note('text', data);
  try {
    parser.write(text).close();
  } catch {
    assert.ok(failed);
  }
  return { events: joined(events).filter(inDocument()), failed };
}

/** The other parser tells of the white space around the outermost element, too. */
function inDocument() {
  let depth = 0;
  return (/** @type {Event} */ [kind]) => {
    if (kind === 'start') depth++;
    if (kind === 'end') depth--;
    return kind !== 'text' || depth > 0;
  };
}

/** The text with its entities expanded, for a parser that does not read their declarations.
 * @param {string} text */
function expanded(text) {
  const declared = text.matchAll(/<!ENTITY (\w+)\s+"(.*?)">/g);
  const entities = new Map([...declared].map(([, name, value]) => [name, value]));
  return text
    .replace(/<!DOCTYPE.*?\]>/s, '')
    .replace(/&(\w+);/g, (reference, name) => entities.get(name) ?? reference);
}

const manual = thirdPartyFile('expat/xmlwf.xml');
const reference = thirdPartyFile('expat/reference.html');

const SMALL = `<?xml version="1.0"?><!-- none --><a b="1" c='&lt;"&#228;'>
  ä𝄞&amp;<d/><![CDATA[<no> & element]]><?a target?><e f=""></e></a>`;

/** @type {Record<string, string>} the document in Expat's form, by the other's */
const DOCUMENTS = {
  'a manual whose entities have elements in them': manual.toString(),
  'all that a document may have': SMALL,
  'elements in elements': '<x>'.repeat(5000) + 'x' + '</x>'.repeat(5000),
};

it('gives what another parser gives, wherever the chunks end', async () => {
  for (const [what, text] of Object.entries(DOCUMENTS)) {
    const { events, failed } = parse(expanded(text));
    assert.ok(events.length > 5 && !failed, what);
    for (let seed = 0; seed < 6; seed++) {
      const chunks = new Chunks(cut(Buffer.from(text), `${what} ${seed}`));
      assert.deepEqual(joined(await collect(module.xmlEvents(chunks))), events, what);
      assert.equal(chunks.closed, 0);
    }
  }
});

it('gives what stands before an error, and then the error with its place', async () => {
  /** @type {[string, string][]} */
  const bad = [
    [reference.toString(), 'mismatched tag: line 2160, column 2'],
    ['<a>text</b>', 'mismatched tag: line 1, column 9'],
    ['<a><b/>\n<c d=1/></a>', 'not well-formed (invalid token): line 2, column 5'],
    ['<a>&unknown;</a>', 'undefined entity: line 1, column 3'],
    ['<a><b></b>', 'no element found: line 1, column 10'],
    ['', 'no element found: line 1, column 0'],
  ];
  for (const [text, message] of bad) {
    const { events, failed } = parse(text);
    // To the other parser nothing is a document, too.
    assert.equal(failed, text !== '');
    /** @type {Event[]} */
    const found = [];
    const iterate = async () => {
      const chunks = new Chunks(cut(Buffer.from(text), message));
      for await (const event of module.xmlEvents(chunks)) found.push(/** @type {Event} */ (event));
    };
    const [error] = await rejection(iterate());
    assert.deepEqual([error.code, error.message], ['ExpatError', message]);
    assert.deepEqual(joined(found), events);
  }
});
