/** What charts are made of: SVG without a style sheet. */

/** The colours of what is ours and of what is not. */
export const OURS = '#b4461e';
export const OTHERS = '#8a9299';

/** @param {string} given */
const escape = (given) =>
  given.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');

/**
 * @param {number} x
 * @param {number} y
 * @param {string} given
 * @param {'start' | 'middle' | 'end'} [anchor]
 * @param {boolean} [bold]
 */
export const text = (x, y, given, anchor = 'start', bold = false) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}"${bold ? ' font-weight="bold"' : ''}>${escape(given)}</text>`;

/**
 * @param {number} width
 * @param {number} height
 * @param {readonly string[]} parts
 * @returns {string} a whole file
 */
export const document = (width, height, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
