export type * from './types.ts';
export {
  charsetLabel,
  charsetNamed,
  charsetOf,
  charsets,
  decodeText,
  decodeWithLabel,
  encodeText,
  jsonEscape,
  xmlReference,
  type OnMissing,
} from './charsets/index.ts';
export { compileExpression } from './compile-expression.ts';
export { compileText, type TextEncoding } from './compile-text.ts';
export { Decimal, type RoundingMode } from './decimal.ts';
export { compileTemplate, compileTracedTemplate } from './formats/compile-template.ts';
export { functionSignatures } from './functions/registry.ts';
export { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';
export { keysOfJsonTemplate, type TemplateKey } from './formats/json/template-keys.ts';
export { decodeBody } from './readers/decode-body.ts';
export { readAnswer, type Answer } from './readers/read-answer.ts';
export { readCsv, type CsvReading } from './readers/read-csv.ts';
export { readForm } from './readers/read-form.ts';
export { readJson } from './readers/read-json.ts';
export { readXml } from './readers/read-xml.ts';
export { writeJson } from './readers/write-json.ts';
export { didYouMean } from './suggest.ts';
export { leadsTo, pathOfElement, pathOfField } from './trace/data-paths.ts';
