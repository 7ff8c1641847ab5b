export { charsetLabel, charsetNamed, charsets } from './charset-names.ts';
export { charsetLabelOfContentType, charsetOf, charsetOfFirstBytes, encodingOfXmlDeclaration } from './charset-of.ts';
export { decodeText, decodeTextStrictly, decodeWithLabel } from './decode-text.ts';
export {
  characterAt,
  encodeText,
  jsonEscape,
  nameCharacter,
  placeOfMissing,
  replaceMissing,
  xmlReference,
  type OnMissing,
} from './encode-text.ts';
