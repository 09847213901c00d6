export { checkForm, formProblemCodes, maxFormBytes, type FormCheck, type FormProblem } from './check.ts'
export { exampleForm } from './example.ts'
export { fillForm } from './fill.ts'
export { placeholderNames, required, type PlaceholderName } from './names.ts'
