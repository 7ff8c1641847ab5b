import { charsetLabel, encodeText, jsonEscape, xmlReference } from '../charsets/index.ts';
import { Compilation } from '../compile.ts';
import { runFrame, traceFrame } from '../frame.ts';
import { plainSentence } from '../quoted-data.ts';
import { SourceText } from '../source-text.ts';
import { problemAt, Stop } from '../stop.ts';
import { readMarks } from '../trace/marks.ts';
import { Tracer } from '../trace/tracer.ts';
import type {
  Charset,
  Format,
  Outcome,
  Rendered,
  Run,
  Scope,
  Template,
  TemplateSource,
  Traced,
  TracedTemplate,
} from '../types.ts';
import { LEFT_OUT } from '../values.ts';
import { compileFormTemplate } from './form-template.ts';
import { compileJson } from './json/compile-json.ts';
import { jsonBuilder } from './json/build-json-part.ts';
import { parseJsonTemplate } from './json/parse-json-template.ts';
import { jsonWriter } from './json/write-json-part.ts';
import { compileTableTemplate } from './table/compile-table.ts';
import type { FormatTemplate } from './format-template.ts';
import { TemplateFaults } from './template-faults.ts';
import { compileTextTemplate } from './text-template.ts';
import { compileXml } from './xml/compile-xml.ts';
import { parseXmlTemplate } from './xml/parse-xml-template.ts';
import { xmlEncoding } from './xml/xml-declaration.ts';

/** Longer templates are pasted by mistake. */
const LONGEST_TEMPLATE = 1_000_000;

/**
 * Compiles a template. All problems come at once, each with line and column in the body; of faults in the JSON or XML itself, which hide
 * what stands behind them, the first ones.
 */
export function compileTemplate(source: TemplateSource, scope: Scope): Outcome<Template> {
  return compileSource(source, new Compilation(new SourceText(source.body), scope), templateOf);
}

/** The same, for editors: the template can also tell where each piece of its message comes from. */
export function compileTracedTemplate(source: TemplateSource, scope: Scope): Outcome<TracedTemplate> {
  return compileSource(source, new Compilation(new SourceText(source.body), scope, { traced: true }), tracedTemplateOf);
}

type Finish<T> = (format: Format, compiled: FormatTemplate, compilation: Compilation) => T;

function compileSource<T>(source: TemplateSource, compilation: Compilation, finish: Finish<T>): Outcome<T> {
  if (source.body.length > LONGEST_TEMPLATE) {
    const message = `A template has at most ${LONGEST_TEMPLATE} characters.`;
    return { ok: false, problems: [problemAt('too-large', message, compilation.source.placeOf(0))] };
  }
  try {
    const compiled = compileFormat(compilation, source);
    if (compilation.problems.length > 0) return { ok: false, problems: inOrder(compilation.problems) };
    return { ok: true, value: finish(source.format, compiled, compilation) };
  } catch (fault) {
    if (fault instanceof TemplateFaults)
      return { ok: false, problems: inOrder([...compilation.problems, ...fault.problems]) };
    // A constant that can be evaluated beforehand, and cannot be written.
    if (fault instanceof Stop) {
      const problem = { ...fault.problem, message: plainSentence(fault.problem.message) };
      return { ok: false, problems: inOrder([...compilation.problems, problem]) };
    }
    throw fault;
  }
}

function compileFormat(compilation: Compilation, source: TemplateSource): FormatTemplate {
  const charset = source.charset ?? 'utf-8';
  switch (source.format) {
    case 'json':
      return compileJsonTemplate(compilation, charset);
    case 'xml':
      return compileXmlTemplate(compilation, source.charset);
    case 'csv':
    case 'fixed':
      return compileTableTemplate(compilation, source.format, charset);
    case 'form':
      return compileFormTemplate(compilation, charset);
    case 'text':
      return compileTextTemplate(compilation, charset);
  }
}

function compileJsonTemplate(compilation: Compilation, charset: Charset): FormatTemplate {
  const part = compileJson(compilation, parseJsonTemplate(compilation.source), compilation.environment);
  const write = jsonWriter(part, compilation.traced);
  const build = jsonBuilder(part);
  return {
    charset,
    mediaType: 'application/json',
    write: (frame) => write(frame) ?? 'null',
    onMissing: jsonEscape,
    build: (frame) => {
      const value = build(frame);
      return value === LEFT_OUT ? null : value;
    },
  };
}

function compileXmlTemplate(compilation: Compilation, given: Charset | undefined): FormatTemplate {
  const document = parseXmlTemplate(compilation.source);
  const { charset, declaration } = xmlEncoding(compilation, document.declaration, given);
  const write = compileXml(compilation, document, charset);
  return {
    charset,
    mediaType: 'application/xml',
    write: (frame) => declaration + write(frame),
    onMissing: xmlReference,
  };
}

function templateOf(format: Format, compiled: FormatTemplate, compilation: Compilation): Template {
  const { charset, build, write, onMissing } = compiled;
  const contentType = `${compiled.mediaType}; charset=${charsetLabel(charset)}`;
  return {
    format,
    charset,
    uses: compilation.uses(),
    render(run): Outcome<Rendered> {
      const text = runFrame(run, write);
      if (!text.ok) return text;
      const bytes = encodeText(text.value, charset, onMissing);
      return bytes.ok ? { ok: true, value: { text: text.value, bytes: bytes.value, contentType } } : bytes;
    },
    renderValue(run) {
      if (build !== undefined) return runFrame(run, build);
      const message = `A template of the format ${format} has no value, only its text. Use the format json.`;
      return { ok: false, problems: [problemAt('wrong-setting', message, compilation.source.placeOf(0))] };
    },
  };
}

function tracedTemplateOf(format: Format, compiled: FormatTemplate, compilation: Compilation): TracedTemplate {
  const { write } = compiled;
  return { ...templateOf(format, compiled, compilation), trace: (run) => traced(run, write) };
}

/**
 * The message is made twice: as it would be sent, and with marks in it. Where the two differ (one character made of halves from two expressions) the first one
 * counts and nothing is said about where it comes from.
 */
function traced(run: Run, write: FormatTemplate['write']): Traced {
  const everyProblem = { ...run, everyProblem: true };
  const plain = runFrame(everyProblem, write);
  const tracer = new Tracer(run.context);
  const { text: marked } = traceFrame(everyProblem, tracer, write);
  const followed = marked === undefined ? undefined : readMarks(marked, tracer.notes);
  if (!plain.ok) return { text: followed?.text, spans: followed?.spans ?? [], problems: plain.problems };
  const spans = followed?.text === plain.value ? followed.spans : [];
  return { text: plain.value, spans, problems: [] };
}

function inOrder<T extends { readonly line: number; readonly column: number }>(problems: readonly T[]): T[] {
  return problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
}
