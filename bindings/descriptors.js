/**
 * The descriptors of declared types, as C has them in its memory: read when a module is built, and
 * at run time for those that no exported declaration names.
 */

/**
 * A type: the name of a basic one, or the place of another in the list of described types.
 * @typedef {string | number} TypeKey
 */

/**
 * A type that is made of others. It is described after these.
 * @typedef {object} DescribedType
 * @property {'array' | 'optional' | 'record'} sort
 * @property {number} address of its descriptor
 * @property {number} size in C, in bytes
 * @property {TypeKey} [of] of an array or an optional: of what
 * @property {string} [name] of a record
 * @property {readonly { name: string, type: TypeKey, offset: number }[]} [fields] of a record
 */

/** The basic types, in the order of C's async__sort. */
export const BASIC_TYPES = [
  'bool',
  'int',
  'int64',
  'double',
  'string',
  'bytes',
  'iterable',
  'value',
  'jsValue',
  'jsFunction',
];

/** The sorts behind them. */
const SORTS = /** @type {const} */ (['array', 'optional', 'record']);

/* The layout of C's async__declared and async__field on wasm32. */
const DECLARED = { name: 0, sort: 4, size: 8, of: 16, count: 20, fields: 24 };
const FIELD = { size: 16, name: 0, type: 4, offset: 8, optional: 12 };

/** Where an async__declared has the place of the text that describes it. */
export const DOCUMENTATION = 28;

/**
 * JavaScript's form of a name in C: `maximum_length` is `maximumLength`.
 * @param {string} name
 */
export const camelCase = (name) =>
  name.replace(/(?<=[^_])_+([a-z0-9])/gi, (_, letter) => letter.toUpperCase());

/** @param {DescribedType} type */
const shape = (type) => JSON.stringify({ ...type, address: 0 });

export class Descriptors {
  /** @type {DescribedType[]} */
  list;
  #memory;
  /** @type {Map<number, TypeKey>} */
  #known = new Map();

  /**
   * @param {{ readonly view: DataView, textAt(address: number): string }} memory
   * @param {readonly DescribedType[]} [described] the types that are known
   */
  constructor(memory, described = []) {
    this.#memory = memory;
    this.list = [...described];
    for (const [index, { address }] of described.entries()) this.#known.set(address, index);
  }

  /**
   * The type of a descriptor. Those of the same name, fields and types are one.
   * @param {number} address
   * @returns {TypeKey}
   */
  type(address) {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const sort = this.#memory.view.getUint8(address + DECLARED.sort);
    const key = BASIC_TYPES[sort] ?? this.#add(address, SORTS[sort - BASIC_TYPES.length]);
    this.#known.set(address, key);
    return key;
  }

  /**
   * @param {number} address
   * @param {DescribedType['sort']} sort
   */
  #add(address, sort) {
    /** @type {DescribedType} */
    const described = { sort, address, size: this.#word(address + DECLARED.size) };
    if (sort === 'record') {
      described.name = this.name(address + DECLARED.name);
      const count = this.#word(address + DECLARED.count);
      const fields = this.fields(this.#word(address + DECLARED.fields), count);
      described.fields = fields.map(({ name, type, offset }) => ({ name, type, offset }));
    } else {
      described.of = this.type(this.#word(address + DECLARED.of));
    }
    const text = shape(described);
    const same = this.list.findIndex((other) => shape(other) === text);
    return same === -1 ? this.list.push(described) - 1 : same;
  }

  /**
   * A table of fields, or of parameters.
   * @param {number} address
   * @param {number} count
   */
  fields(address, count) {
    return Array.from({ length: count }, (_, index) => {
      const field = address + index * FIELD.size;
      return {
        name: this.name(field + FIELD.name),
        type: this.type(this.#word(field + FIELD.type)),
        offset: this.#word(field + FIELD.offset),
        optional: this.#word(field + FIELD.optional) !== 0,
      };
    });
  }

  /**
   * A name as JavaScript has it.
   * @param {number} place of its address
   */
  name(place) {
    return camelCase(this.#memory.textAt(this.#word(place)));
  }

  /** @param {number} address */
  #word(address) {
    return this.#memory.view.getUint32(address, true);
  }
}
