#pragma once

namespace molloquy::widgets {

/// Makes every FactsPanel a list of rows for screen readers. Called by the panel itself; asking
/// again does nothing.
void installFactsAccessible();

}  // namespace molloquy::widgets
