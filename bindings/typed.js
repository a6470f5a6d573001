/**
 * Data of declared types that are made of others, as it lies in C's memory, at offsets that are
 * known: a record takes neither a handle nor a call to be read.
 */
import { Refusal, take } from './declared.js';
import { BASIC_TYPES, Descriptors } from './descriptors.js';
import { attempt } from './imports.js';
import { arrayType, basicTypes, HEAD, optionalType, recordType, reserveZeros } from './made.js';
import { setProperty } from './properties.js';
import { readValue } from './types.js';

/**
 * @typedef {import('./instance.js').Instance} Instance
 * @typedef {import('./made.js').SizedType} SizedType
 * @typedef {import('./descriptors.js').TypeKey} TypeKey
 * @typedef {(address: number) => any} Read reads what lies at an address
 */

/**
 * Makes what reads a record: a function that returns an object literal, so that all objects of a
 * record have one shape.
 * @typedef {(basic: readonly Read[], made: readonly Read[]) => Read} RecordMaker
 */

/** @typedef {import('./descriptors.js').DescribedType & { make?: RecordMaker }} DescribedType */

/**
 * What a key stands for.
 * @template T
 * @param {readonly T[]} basic in the order of BASIC_TYPES
 * @param {readonly T[]} made
 * @param {TypeKey | undefined} key
 */
const pick = (basic, made, key) =>
  typeof key === 'number' ? made[key] : basic[BASIC_TYPES.indexOf(/** @type {string} */ (key))];

/**
 * @param {DescribedType} described
 * @param {readonly SizedType[]} made the types before it
 * @returns {SizedType}
 */
function makeType({ sort, size, of, name = '', fields = [] }, made) {
  if (sort === 'record') {
    const typed = fields.map((field) => ({ ...field, type: pick(basicTypes, made, field.type) }));
    return recordType(size, name, typed);
  }
  return (sort === 'array' ? arrayType : optionalType)(size, pick(basicTypes, made, of));
}

/**
 * What reads the basic types, in the order of BASIC_TYPES.
 * @param {Instance} instance
 * @returns {Read[]}
 */
function makeBasicReaders(instance) {
  const { memory } = instance;
  const word = (/** @type {number} */ address) => memory.view.getUint32(address, true);
  /** @type {Read} */
  const object = (address) => {
    const pointer = word(address);
    return pointer === 0 ? undefined : instance.fromC(pointer);
  };
  return [
    (address) => memory.bytes[address] !== 0,
    (address) => memory.view.getInt32(address, true),
    (address) => memory.integer(address),
    (address) => memory.view.getFloat64(address, true),
    (address) => memory.text(word(address), word(address + 4)),
    (address) => memory.bytes.slice(word(address), word(address) + word(address + 4)),
    object,
    (address) => readValue(instance, address),
    object,
    object,
  ];
}

/** The data of an instance. */
class TypedData {
  #instance;
  #descriptors;
  /** @type {SizedType[]} by their places in the list of described types */
  #types = [];
  #basicReaders;
  /** @type {Read[]} as the types */
  #readers = [];
  /** The descriptor whose data was read last, and what reads it. */
  #last = 0;
  #read = /** @type {Read} */ (() => undefined);

  /**
   * @param {Instance} instance
   * @param {readonly DescribedType[]} described
   */
  constructor(instance, described) {
    this.#instance = instance;
    this.#descriptors = new Descriptors(instance.memory, described);
    this.#basicReaders = makeBasicReaders(instance);
  }

  /**
   * The place of a type that has a descriptor.
   * @param {number} descriptor its address
   */
  #place(descriptor) {
    const place = /** @type {number} */ (this.#descriptors.type(descriptor));
    for (const described of this.#descriptors.list.slice(this.#types.length)) {
      this.#types.push(makeType(described, this.#types));
      this.#readers.push(this.#makeReader(described));
    }
    return place;
  }

  /** @param {DescribedType} described */
  #makeReader({ sort, of, fields = [], make }) {
    const made = this.#readers;
    const basic = this.#basicReaders;
    if (make) return make(basic, made);
    if (sort !== 'record') return this.#makeItemReader(sort, of);
    const readers = fields.map(({ type }) => pick(basic, made, type));
    return (/** @type {number} */ address) => {
      /** @type {Record<string, unknown>} */
      const record = {};
      for (const [index, { name, offset }] of fields.entries()) {
        setProperty(record, name, readers[index](address + offset));
      }
      return record;
    };
  }

  /**
   * @param {'array' | 'optional'} sort
   * @param {TypeKey | undefined} of
   * @returns {Read}
   */
  #makeItemReader(sort, of) {
    const { memory } = this.#instance;
    const read = pick(this.#basicReaders, this.#readers, of);
    if (sort === 'optional') {
      return (address) => (memory.bytes[address] === 0 ? undefined : read(address + HEAD));
    }
    const { size } = pick(basicTypes, this.#types, of);
    return (address) => {
      const items = memory.view.getUint32(address, true);
      const count = memory.view.getUint32(address + 4, true);
      const array = [];
      for (let index = 0; index < count; index++) array.push(read(items + index * size));
      return array;
    };
  }

  /**
   * Reads a record or an array.
   * @param {number} box
   */
  read(box) {
    const descriptor = this.#instance.memory.view.getUint32(box, true);
    if (descriptor !== this.#last) {
      this.#read = this.#readers[this.#place(descriptor)];
      this.#last = descriptor;
    }
    return this.#read(box + HEAD);
  }

  /**
   * Has C keep a value as a record or an array.
   * @param {any} value
   * @param {number} descriptor
   * @returns {number} the address of its box
   * @throws {TypeError} that names what is of another type
   */
  keep(value, descriptor) {
    const type = this.#types[this.#place(descriptor)];
    const kept = take(type, value);
    const why = Refusal.reason(kept);
    if (why !== undefined) throw new TypeError(`expected ${type.expected}${why}`);
    const { memory, exports } = this.#instance;
    /** @type {number[]} */
    const free = [];
    let written = false;
    let box = 0;
    let copy = 0;
    try {
      box = reserveZeros(this.#instance, HEAD + type.size, free);
      memory.view.setUint32(box, descriptor, true);
      type.write(this.#instance, box + HEAD, kept, free);
      written = true;
    } finally {
      if (box !== 0) copy = exports.asyncfor_keep(box, written);
      for (const buffer of free) exports.asyncfor_discard(buffer);
    }
    if (copy === 0) throw new RangeError('asyncfor: no memory for a record');
    return copy;
  }
}

/**
 * @param {Instance} instance
 * @param {readonly DescribedType[]} described
 */
function extend(instance, described) {
  /** @type {TypedData | undefined} */
  let made;
  const data = () => (made ??= new TypedData(instance, described));
  instance.readBox = (box) => data().read(box);
  return {
    asyncfor: {
      read_as: (
        /** @type {number} */ index,
        /** @type {number} */ descriptor,
        /** @type {number} */ to,
      ) =>
        attempt(instance, () => {
          const box = data().keep(instance.handles.get(index), descriptor);
          instance.memory.view.setUint32(to, box, true);
          return 0;
        }),
    },
  };
}

/**
 * The types of a module that are made of others.
 * @param {readonly DescribedType[]} described
 * @returns {{ list: SizedType[], extension: import('./instance.js').Extension }}
 */
export function defineTypes(described) {
  /** @type {SizedType[]} */
  const list = [];
  for (const each of described) list.push(makeType(each, list));
  return { list, extension: (instance) => extend(instance, described) };
}
