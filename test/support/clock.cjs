// Loaded before a server: its clock is wrong by CLOCK_OFFSET_MS, and jumps by CLOCK_JUMP_MS at SIGUSR2.
const RealDate = Date;
let offset = Number(process.env.CLOCK_OFFSET_MS ?? 0);
process.on('SIGUSR2', () => {
  offset += Number(process.env.CLOCK_JUMP_MS ?? 0);
});
class WrongDate extends RealDate {
  constructor(...args) {
    super(...(args.length > 0 ? args : [WrongDate.now()]));
  }
  static now() {
    return RealDate.now() + offset;
  }
}
globalThis.Date = WrongDate;
