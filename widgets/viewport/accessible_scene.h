#pragma once

#include <QString>

namespace molloquy::widgets {

class SceneWidget;
class ViewInteraction;

/// Lets a screen reader read the scene as a list of atoms: "carbon 3, aromatic, bonded to carbon 2
/// and nitrogen 4". Call once for every scene.
void makeAccessible(SceneWidget* scene, ViewInteraction* interaction);

}  // namespace molloquy::widgets
