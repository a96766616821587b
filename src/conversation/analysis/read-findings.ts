import { z } from 'zod';
import { Sentiment, SuccessVerdict } from '../../entities/enums';
import type { AnalysisQuestion } from '../../services/agents/settings';
import type { ExtractedValue, Findings, SuccessEvaluation } from '../../services/analyses/analysis';
import { storableText } from '../../services/storable-json';
import { ModelFailure } from '../model/language-model';

/** A model may say more than anybody wants to read, in characters. */
const MAX_TEXT = 5000;
/** The score of a call that is no success is not above this. */
const NO_SUCCESS = 0.5;

const text = z.string().transform(sane);
const texts = z.array(text).transform((list) => list.filter((item) => item !== '').slice(0, 50));

/** An answer that is none does not spoil the others. */
const answer = z
  .object({ value: z.unknown(), evidence: z.array(z.unknown()).catch([]) })
  .catch({ value: null, evidence: [] });

const findings = z.object({
  summary: text,
  sentiment: z.enum(Sentiment),
  keyPoints: texts,
  actionItems: texts,
  success: z.object({
    verdict: z.enum(SuccessVerdict),
    score: z.number().transform((score) => Math.min(1, Math.max(0, score))),
    rationale: text,
  }),
  memory: text.nullish(),
  extracted: z.record(z.string(), answer).default({}),
});

/**
 * Checks what a model made of a transcript against the transcript: evidence that does not exist is dropped, a value of the
 * wrong kind is none, and a call that leaves a required question open is no success.
 * @throws ModelFailure 'garbled' if the answer has not the shape that was asked for
 */
export function readFindings(
  value: unknown,
  questions: readonly AnalysisQuestion[],
  indexes: ReadonlySet<number>,
): Findings {
  const parsed = findings.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues.map(({ path }) => path.join('.') || 'the answer').join(', ');
    throw new ModelFailure('garbled', `the analysis has not the shape that was asked for: ${where}`);
  }
  const { extracted, memory, success, ...rest } = parsed.data;
  const answers = questions.map((question) => {
    const given = Object.hasOwn(extracted, question.name) ? extracted[question.name] : undefined;
    return extract(question, given, indexes);
  });
  const unanswered = questions.filter(({ required }, at) => required && answers[at]?.value === null);
  return { ...rest, memory: memory || null, success: judged(success, unanswered), extracted: answers };
}

/** A call is no success without an answer to what its agent has to find out, whatever the model says. */
function judged(success: SuccessEvaluation, unanswered: readonly AnalysisQuestion[]): SuccessEvaluation {
  if (success.verdict !== SuccessVerdict.SUCCESS || unanswered.length === 0) return success;
  const names = unanswered.map(({ name }) => name).join(', ');
  const rationale = `There is no answer to ${names}. ${success.rationale}`.slice(0, MAX_TEXT).trim().toWellFormed();
  return { verdict: SuccessVerdict.FAILURE, score: Math.min(success.score, NO_SUCCESS), rationale };
}

function extract(
  question: AnalysisQuestion,
  given: z.output<typeof answer> | undefined,
  indexes: ReadonlySet<number>,
): ExtractedValue {
  const value = given === undefined ? null : ofKind(question, given.value);
  const cited = value === null ? [] : [...new Set(given?.evidence)];
  const evidence = cited.filter((index): index is number => indexes.has(index as number));
  return {
    name: question.name,
    value,
    type: question.type.toLowerCase(),
    evidence: evidence.toSorted((a, b) => a - b),
    supported: evidence.length > 0,
  };
}

function ofKind({ type, choices }: AnalysisQuestion, value: unknown): ExtractedValue['value'] {
  switch (type) {
    case 'NUMBER':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : null;
    case 'CHOICE':
      return choices.find((choice) => choice === value) ?? null;
    case 'DATE':
      return typeof value === 'string' && isDay(value) ? value : null;
    case 'STRING':
      return (typeof value === 'string' && sane(value)) || null;
  }
}

function isDay(value: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function sane(value: string): string {
  return storableText(value.slice(0, MAX_TEXT)).trim();
}
