import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { leafCheck } from '../../src/schema/check-leaves';

const schema = buildSchema(/* GraphQL */ `
  scalar Anything
  enum Colour { RED GREEN }
  interface Named { name: String }
  type Person implements Named { name: String age: Int! height: Float tall: Boolean id: ID! friends: [Person!]! likes: [Colour] car: Car }
  type Car implements Named { name: String colour: Colour! owner: Person extra: Anything age: String }
  union Thing = Person | Car
  type Query { person: Person things: [Thing!]! named: Named }
`);

/** Whether a result of a document is found to be sound. */
function isSound(text: string, result: object): boolean {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return leafCheck(schema, document, operation)(result);
}

const PERSON = '{ person { name years: age height tall id likes friends { name } } }';
const ann = {
  name: 'Ann',
  years: 30,
  height: 1.7,
  tall: false,
  id: 'a',
  likes: ['RED', null],
  friends: [{ name: 'Bo' }],
};

test('values of their types are sound, and so is what is not there', () => {
  expect(isSound(PERSON, { person: ann })).toBe(true);
  expect(isSound(PERSON, { person: null })).toBe(true);
  expect(isSound(PERSON, { person: { ...ann, name: null, height: null, likes: null, friends: [] } })).toBe(true);
  expect(isSound(PERSON, { person: { ...ann, years: -(2 ** 31), height: 2 } })).toBe(true);
});

test.each([
  { name: 7 },
  { name: {} },
  { years: '30' },
  { years: 1.5 },
  { years: 2 ** 31 },
  { years: Number.NaN },
  { height: Number.POSITIVE_INFINITY },
  { height: '1.7' },
  { tall: 'yes' },
  { tall: 0 },
  { id: 1 },
  { likes: ['RED', 'BLUE'] },
  { friends: [{ name: 'Bo' }, { name: true }] },
])('%p is not', (wrong) => expect(isSound(PERSON, { person: { ...ann, ...wrong } })).toBe(false));

test('fragments, unions and interfaces are looked into', () => {
  const text = `{ things { __typename ...P ... on Car { colour owner { ...P } extra } } named { ... { name } } }
    fragment P on Person { id friends { id } }`;
  const car = { __typename: 'Car', colour: 'GREEN', owner: { id: 'b', friends: [] }, extra: { what: ['ever'] } };
  const person = { __typename: 'Person', id: 'a', friends: [{ id: 'b' }] };
  expect(isSound(text, { things: [car, person], named: { name: 'x' } })).toBe(true);
  expect(isSound(text, { things: [{ ...car, colour: 'green' }, person], named: null })).toBe(false);
  expect(isSound(text, { things: [{ ...car, owner: { id: 3, friends: [] } }], named: null })).toBe(false);
  expect(isSound(text, { things: [car, { ...person, friends: [{ id: null }, { id: 4 }] }], named: null })).toBe(false);
  expect(isSound(text, { things: [], named: { name: 5 } })).toBe(false);
});

test('a name that stands for objects of several types is looked into as each of them', () => {
  const text = '{ named { ... on Person { its: car { name } } ... on Car { its: owner { age tall } } } }';
  expect(isSound(text, { named: { its: { name: 'Beetle' } } })).toBe(true);
  expect(isSound(text, { named: { its: { age: 30, tall: true } } })).toBe(true);
  expect(isSound(text, { named: { its: { age: '30', tall: true } } })).toBe(false);
  expect(isSound(text, { named: { its: { age: 30, tall: 'yes' } } })).toBe(false);
});

test('fragments that spread each other many times over are gathered once', () => {
  const depth = 40;
  const fragments = Array.from({ length: depth }, (_, at) => {
    const next = at === depth - 1 ? 'age' : `...F${at + 1} ... { ...F${at + 1} }`;
    return `fragment F${at} on Person { name ${next} }`;
  });
  const text = `{ person { ...F0 } } ${fragments.join(' ')}`;
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const check = leafCheck(schema, document, operation);
  expect(check({ person: { name: 'Ann', age: 30 } })).toBe(true);
  expect(check({ person: { name: 'Ann', age: '30' } })).toBe(false);
});
