/**
 * The compiler: from source to closures. Formats build their templates on these pieces:
 *
 *   const compilation = new Compilation(new SourceText(body), scope);       // one per template; collects problems and uses
 *   const { pieces, problems } = cutPlaceholders(compilation.source, range); // literal text, ${...} and {{secret:...}} with offsets
 *   const price = compilation.expression(piece.inner, environment);          // Compiled: shape, place, evaluate(frame)
 *   const loop  = compilation.loop(range, environment);                      // "line in input.lines", "line, number in input.lines"
 *   const names = compilation.bindings(range, environment);                  // "a = x; b = y" -> slots to fill in this order
 *   const one   = compilation.declare('total', value, environment);          // one let name whose value is compiled already
 *   const when  = compilation.condition(range, environment);                 // test(frame): boolean
 *   const leaf  = compilation.leaf(['No. ', price, { secret: 'key' }], range) // see leaf.ts: one expression alone keeps its type
 *
 * Everything takes offsets into the whole source, so every problem has the author's line and column; the stretch of a directive may be
 * with or without `${ }`. An Environment is immutable: pass `loop.environment` on to what stands inside the loop. After compiling, look
 * at `compilation.problems` (all of them, in order of finding) and keep `compilation.uses()`.
 *
 * To render: `runFrame(run, (frame) => ...)` gives an Outcome; inside, call the closures with the frame, set `frame.locals[slot]` for
 * every round of a loop (`forEach` of a Loop does it), `frame.chargeOutput(length, place)` for what is written. A fault inside is
 * `stop(code, sentence, place)`. A value may be LEFT_OUT (values.ts): the leaf, key, attribute, element or list entry is not written.
 */
import { checkCondition, checkText } from './check.ts';
import type { Compiled, NodeCompiler } from './compiled.ts';
import { unusable } from './compiled.ts';
import { compileNode } from './compile-node.ts';
import type { Shape } from './environment.ts';
import { elementShape, Environment, NUMBER } from './environment.ts';
import type { Evaluate, Frame } from './frame.ts';
import { discreet, guarded } from './guarded.ts';
import type { Leaf, LeafPart } from './leaf.ts';
import { leafOf, tracedLeafOf } from './leaf.ts';
import { Parser } from './parser.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Place, Range, SourceText } from './source-text.ts';
import { problemAt, Stop } from './stop.ts';
import type { Node } from './syntax.ts';
import type { Problem, Scope, Uses, Value } from './types.ts';
import { listOf, truthOf } from './values.ts';

export interface Condition {
  readonly place: Place;
  test(frame: Frame): boolean;
}

export interface Loop {
  /** What one element looks like. */
  readonly shape: Shape;
  readonly place: Place;
  /** With the loop's names; for everything inside the loop. */
  readonly environment: Environment;
  /** The elements: null is none, a single value is one. */
  elements(frame: Frame): readonly Value[];
  /** Sets the loop's names for each element in turn; every round costs a step. */
  forEach(frame: Frame, body: (element: Value, index: number) => void): void;
}

export interface Bindings {
  readonly environment: Environment;
  /** Evaluates the values, in order, into their slots. */
  bind(frame: Frame): void;
}

export class Compilation {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly problems: Problem[] = [];
  /** The template is to be followed (trace/tracer.ts): its closures tell the tracer what they read and write. */
  readonly traced: boolean;
  /** The roots of the scope: where a template begins. */
  readonly environment: Environment;
  private readonly paths = new Set<string>();
  private readonly dictionaries = new Set<string>();
  private readonly secrets = new Set<string>();
  private readonly nodes: NodeCompiler;

  constructor(source: SourceText, scope: Scope, { traced = false }: { readonly traced?: boolean } = {}) {
    this.source = source;
    this.scope = scope;
    this.traced = traced;
    this.environment = new Environment(scope);
    this.nodes = this.nodeCompiler();
  }

  report(code: ProblemCode, message: string, place: Place): void {
    this.problems.push(problemAt(code, message, place));
  }

  uses(): Uses {
    return { paths: [...this.paths], dictionaries: [...this.dictionaries], secrets: [...this.secrets] };
  }

  expression(range: Range, environment: Environment): Compiled {
    const place = this.source.placeOf(range.start, range.end);
    const node = this.parse(() => new Parser(this.source, range).parseExpression());
    return node === undefined ? unusable(place) : this.whole(node, environment);
  }

  condition(range: Range, environment: Environment): Condition {
    const { evaluate, place, shape } = this.expression(range, environment);
    checkCondition(this.nodes, { evaluate, place, shape, literal: undefined });
    return { place, test: guarded((frame) => truthOf(evaluate(frame), place), false) };
  }

  loop(range: Range, environment: Environment): Loop {
    const place = this.source.placeOf(range.start, range.end);
    const syntax = this.parse(() => new Parser(this.source, range).parseLoop());
    const list = syntax === undefined ? unusable(place) : this.whole(syntax.list, environment);
    const shape = elementShape(list.shape);
    const slot = this.nodes.newSlot();
    const positionSlot = this.nodes.newSlot();
    let inner = environment;
    if (syntax !== undefined) inner = inner.with(syntax.name, { kind: 'local', slot, shape });
    if (syntax?.position !== undefined) {
      inner = inner.with(syntax.position.name, { kind: 'local', slot: positionSlot, shape: NUMBER });
    }
    const elements = (frame: Frame): readonly Value[] => listOf(list.evaluate(frame));
    const forEach = (this.traced ? tracedRounds : rounds)(elements, slot, positionSlot, place);
    return { shape, place, environment: inner, elements, forEach };
  }

  /** `a = expression; b = expression`; a later one may use an earlier one. */
  bindings(range: Range, environment: Environment): Bindings {
    const syntax = this.parse(() => new Parser(this.source, range).parseBindings()) ?? [];
    let inner = environment;
    const bound: Bindings[] = [];
    for (const { name, value } of syntax) {
      const next = this.declare(name, this.whole(value, inner), inner);
      bound.push(next);
      inner = next.environment;
    }
    return {
      environment: inner,
      bind: (frame) => {
        for (const one of bound) one.bind(frame);
      },
    };
  }

  /** Gives a compiled value (or a leaf) a name. */
  declare(name: string, value: Pick<Compiled, 'shape' | 'evaluate' | 'secretive'>, environment: Environment): Bindings {
    const slot = this.nodes.newSlot();
    const { shape, secretive } = value;
    const evaluate = this.traced ? tracedBinding(slot, value.evaluate) : value.evaluate;
    return {
      environment: environment.with(name, { kind: 'local', slot, shape }),
      bind: (frame) => {
        frame.locals[slot] = evaluate(frame);
        // Who knows what becomes of the name: from here on no problem shows data.
        if (secretive === true) frame.hideData();
      },
    };
  }

  leaf(parts: readonly LeafPart[], range: Range): Leaf {
    for (const part of parts) {
      if (typeof part === 'string') continue;
      if ('secret' in part) this.useSecret(part.secret);
      else if (parts.length > 1) this.expectText(part);
    }
    return (this.traced ? tracedLeafOf : leafOf)(parts, this.source.placeOf(range.start, range.end));
  }

  useSecret(name: string): void {
    this.secrets.add(name);
  }

  /** Reports an expression that is known to be a list or an object where a text is needed, such as in an attribute. */
  expectText(compiled: Compiled): void {
    checkText(this.nodes, compiled);
  }

  /** Compiles a whole expression; its nodes are charged as steps when it is entered, branches not taken included. */
  private whole(node: Node, environment: Environment): Compiled {
    const { nodeCount, secretCount } = this.nodes;
    const compiled = this.nodes.compile(node, environment);
    const steps = this.nodes.nodeCount - nodeCount;
    const secretive = this.nodes.secretCount > secretCount;
    if (compiled.literal !== undefined) return compiled;
    // `number(base64('{{secret:key}}'))` must not show what it could not read.
    const evaluate = guarded(charged(discreet(secretive, compiled.evaluate), steps, compiled.place), null);
    return { ...compiled, evaluate, secretive };
  }

  private parse<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof Stop)) throw fault;
      this.problems.push(fault.problem);
      return undefined;
    }
  }

  private nodeCompiler(): NodeCompiler {
    let slots = 0;
    let nodeCount = 0;
    let secretCount = 0;
    let quiet = false;
    const { source, scope, traced, paths, dictionaries, secrets, problems } = this;
    const compiler: NodeCompiler = {
      scope,
      traced,
      get nodeCount() {
        return nodeCount;
      },
      get secretCount() {
        return secretCount;
      },
      compile: (node, environment) => {
        nodeCount += 1;
        return compileNode(compiler, node, environment);
      },
      placeOf: (range) => source.placeOf(range.start, range.end),
      report: (code, message, place) => {
        if (!quiet) problems.push(problemAt(code, message, place));
      },
      quietly: (compile) => {
        const outer = quiet;
        quiet = true;
        const result = compile();
        quiet = outer;
        return result;
      },
      newSlot: () => slots++,
      usePath: (path) => {
        if (path !== undefined) paths.add(path);
      },
      useDictionary: (name) => void dictionaries.add(name),
      useSecret: (name) => {
        secretCount += 1;
        secrets.add(name);
      },
    };
    return compiler;
  }
}

function charged(evaluate: Evaluate, steps: number, place: Place): Evaluate {
  return (frame) => {
    frame.charge(steps, place);
    return evaluate(frame);
  };
}

function rounds(elements: Loop['elements'], slot: number, positionSlot: number, place: Place): Loop['forEach'] {
  return (frame, body) => {
    let index = 0;
    for (const element of elements(frame)) {
      frame.charge(1, place);
      frame.locals[slot] = element;
      frame.locals[positionSlot] = index + 1;
      body(element, index);
      index++;
    }
  };
}

/** The same, and what each element is in the data. */
function tracedRounds(elements: Loop['elements'], slot: number, positionSlot: number, place: Place): Loop['forEach'] {
  const plain = rounds(elements, slot, positionSlot, place);
  return (frame, body) => {
    const { tracer } = frame;
    if (tracer === undefined) {
      plain(frame, body);
      return;
    }
    const { value: list, paths } = tracer.record(() => elements(frame));
    const one = rounds(() => list, slot, positionSlot, place);
    one(frame, (element, index) => {
      tracer.bindElement(slot, list, index + 1, paths);
      body(element, index);
    });
  };
}

/** The value of a name, and the fields that it was made of. */
function tracedBinding(slot: number, evaluate: Evaluate): Evaluate {
  return (frame) => {
    const { tracer } = frame;
    if (tracer === undefined) return evaluate(frame);
    const { value, paths } = tracer.record(() => evaluate(frame));
    tracer.bind(slot, paths);
    return value;
  };
}
