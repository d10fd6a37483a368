#pragma once

#include <QString>

namespace molloquy::widgets {

class SceneWidget;
class ViewInteraction;

/// Lets screen readers read scenes as lists of atoms: "carbon 3, aromatic, bonded to carbon 2 and
/// nitrogen 4". Call before a scene is made, which may be asked about itself at once.
void offerScenesToScreenReaders();
/// Tells screen readers which atom the keyboard has walked to.
void announceWalk(SceneWidget* scene, ViewInteraction* interaction);

}  // namespace molloquy::widgets
