import { expect, test } from 'vitest';
import { marksOf, ranked } from './matching';

const names = [
  'GitHub',
  'GitLab',
  'npm',
  'Amazon Web Services',
  'Crédit Agricole',
  'Straße & Söhne',
  'PyPI',
  'legit',
];

function find(query: string): string[] {
  return ranked(query, names, (name) => [name]);
}

function marked(query: string, text: string): string[] {
  return marksOf(query, text).map(([from, to]) => text.slice(from, to));
}

test('nothing typed finds everything, as it stood', () => {
  expect(find('  ')).toEqual(names);
});

test('beginnings come before what stands inside, and equals stay in their order', () => {
  expect(find('git')).toEqual(['GitHub', 'GitLab', 'legit']);
  expect(find('hub')).toEqual(['GitHub']);
});

test('accents and sharp letters are forgiven, on both sides', () => {
  expect(find('credit')).toEqual(['Crédit Agricole']);
  expect(find('CRÉDIT')).toEqual(['Crédit Agricole']);
  expect(find('strasse sohne')).toEqual(['Straße & Söhne']);
  expect(find('cre\u0301dit')).toEqual(['Crédit Agricole']);
});

test('initials find a name of several words', () => {
  expect(find('aws')).toEqual(['Amazon Web Services']);
  expect(marked('aws', 'Amazon Web Services')).toEqual(['A', 'W', 'S']);
});

test('a slip is forgiven: a letter too many, too few, another, or two swapped', () => {
  for (const slip of ['gihub', 'gitthub', 'gotHub', 'gtihub']) expect(find(slip)).toEqual(['GitHub']);
  expect(find('amzaon servcies')).toEqual(['Amazon Web Services']);
  expect(find('gxyhub')).toEqual([]);
  expect(find('nmp')).toEqual([]);
});

test('a slip is forgiven wherever it is, and in the same word of many things', () => {
  const many = ['user-1@example.com', 'user-2@example.com', 'ursula@example.com'];
  const found = (query: string) => ranked(query, many, (name) => [name]);
  for (const slip of ['usre', 'uaer', 'xser', 'usrr']) expect(found(slip)).toEqual(many.slice(0, 2));
  expect(found('exmaplee')).toEqual(many);
  expect(found('uzzr')).toEqual([]);
});

test('what is typed letter by letter, corrected and begun anew finds what it finds at once', () => {
  const typed = [
    'gi',
    'git',
    'gith',
    'githb',
    'gith',
    'git l',
    'aw',
    'aws',
    'hub',
    'hub g',
    'sohne',
    'so',
    '',
  ];
  for (const words of typed)
    for (let end = 0; end <= words.length; end += 1) {
      const query = words.slice(0, end);
      expect(find(query), query).toEqual(ranked(query, [...names], (name) => [name]));
    }
});

test('guesses come only where nothing is called so', () => {
  expect(ranked('gitlab', ['GitLab', 'Gitlob'], (name) => [name])).toEqual(['GitLab']);
});

test('every word must be found, each in any of the texts', () => {
  const rows = [
    ['npm', 'ada'],
    ['npm', 'bob'],
    ['GitHub', 'ada'],
  ];
  expect(ranked('ada npm', rows, (row) => row)).toEqual([['npm', 'ada']]);
  expect(ranked('ada', rows, (row) => row)).toHaveLength(2);
});

test('what was found is marked where it stands in the text itself', () => {
  expect(marked('git', 'GitHub')).toEqual(['Git']);
  expect(marked('ss', 'Straße')).toEqual(['ß']);
  expect(marked('cred', 'Cre\u0301dit')).toEqual(['Cre\u0301d']);
  expect(marked('gihub', 'my GitHub')).toEqual(['GitHub']);
  expect(marked('hub git', 'GitHub')).toEqual(['GitHub']);
  expect(marked('🦊', 'a 🦊 fox')).toEqual(['🦊']);
  expect(marked('x', 'GitHub')).toEqual([]);
});
