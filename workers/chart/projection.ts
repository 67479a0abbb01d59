/** Degrees of longitude and latitude to places on a plane, upward and in units of their own. */
export type Project = (longitude: number, latitude: number) => [x: number, y: number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Beyond this, Mercator has no end. */
const mercatorEnd = 85.05;

/** Šavrič, Patterson and Jenny: The Equal Earth map projection (2018), equations 9 and 10. */
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];

/** `middle` is the latitude around which the plain one keeps distances. */
export function projectionOf(name: 'plain' | 'mercator' | 'equal-earth', middle: number): Project {
  switch (name) {
    case 'plain': {
      const narrow = Math.max(0.05, Math.cos(radians(middle)));
      return (longitude, latitude) => [radians(longitude) * narrow, radians(latitude)];
    }
    case 'mercator':
      return (longitude, latitude) => {
        const held = Math.max(-mercatorEnd, Math.min(mercatorEnd, latitude));
        return [radians(longitude), Math.log(Math.tan(Math.PI / 4 + radians(held) / 2))];
      };
    case 'equal-earth':
      return (longitude, latitude) => {
        const angle = Math.asin((Math.sqrt(3) / 2) * Math.sin(radians(latitude)));
        const [two, six] = [angle ** 2, angle ** 6];
        const slope = 9 * a4 * six * two + 7 * a3 * six + 3 * a2 * two + a1;
        const x = (2 * Math.sqrt(3) * radians(longitude) * Math.cos(angle)) / (3 * slope);
        return [x, angle * (a4 * six * two + a3 * six + a2 * two + a1)];
      };
  }
}
