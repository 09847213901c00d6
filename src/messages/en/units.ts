export const units = {
  'error.circle': 'A unit can’t stand above itself. Check the unit’s superiors.',
} as const
