/** What the suite wants servers to ask in the middle of a call, by the name of the tool. */
const text = { type: 'string' as const };
const options = ['option1', 'option2', 'option3'];
const titled = [
  { const: 'value1', title: 'First Option' },
  { const: 'value2', title: 'Second Option' },
  { const: 'value3', title: 'Third Option' },
];

export const questions: Record<string, Record<string, unknown>> = {
  test_elicitation: {
    type: 'object',
    properties: {
      username: { ...text, description: "User's response" },
      email: { ...text, description: "User's email address" },
    },
    required: ['username', 'email'],
  },
  test_elicitation_sep1034_defaults: {
    type: 'object',
    properties: {
      name: { ...text, description: 'User name', default: 'John Doe' },
      age: { type: 'integer', description: 'User age', default: 30 },
      score: { type: 'number', description: 'User score', default: 95.5 },
      status: { ...text, enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', description: 'Verification status', default: true },
    },
    required: [],
  },
  test_elicitation_sep1330_enums: {
    type: 'object',
    properties: {
      untitledSingle: { ...text, enum: options },
      titledSingle: { ...text, oneOf: titled },
      legacyEnum: {
        ...text,
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { ...text, enum: options } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    },
    required: [],
  },
};
