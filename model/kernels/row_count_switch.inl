// Inside an unnamed namespace: picks the instance of a template for the number of rows of x.
// Needs dotRowsOf<M>, int8Of<M>, int4Of<M>, panelOf<M> and floatPanelOf<M>.

#define MOLLOQUY_DECODE_ROWS(CALL)      \
  switch (job.m) {                      \
    case 1: CALL<1>(job); break;        \
    case 2: CALL<2>(job); break;        \
    case 3: CALL<3>(job); break;        \
    case 4: CALL<4>(job); break;        \
    case 5: CALL<5>(job); break;        \
    case 6: CALL<6>(job); break;        \
    case 7: CALL<7>(job); break;        \
    case 8: CALL<8>(job); break;        \
    default: break;                     \
  }

void dotRows(const DotRowsJob& job) { MOLLOQUY_DECODE_ROWS(dotRowsOf) }
void multiplyInt8(const TileJob& job) { MOLLOQUY_DECODE_ROWS(int8Of) }
void multiplyInt4(const TileJob& job) { MOLLOQUY_DECODE_ROWS(int4Of) }

#define MOLLOQUY_PANEL_ROWS(CALL)       \
  switch (job.m) {                      \
    case 9: CALL<9>(job); break;        \
    case 10: CALL<10>(job); break;      \
    case 11: CALL<11>(job); break;      \
    case 12: CALL<12>(job); break;      \
    default: MOLLOQUY_DECODE_ROWS(CALL) \
  }

void panelMultiply(const PanelJob& job) { MOLLOQUY_PANEL_ROWS(panelOf) }
void floatPanelMultiply(const FloatPanelJob& job) { MOLLOQUY_PANEL_ROWS(floatPanelOf) }

#undef MOLLOQUY_PANEL_ROWS
#undef MOLLOQUY_DECODE_ROWS
