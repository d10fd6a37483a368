#pragma once

#include <QTest>
#include <vector>

#include "tests/widgets/sketch/drawn_structures.h"
#include "widgets/sketch/sketch_canvas.h"
#include "widgets/sketch/sketch_editor.h"

namespace molloquy::test {

/// The editor with a structure, and what it asked for.
struct SketchBench {
  explicit SketchBench(const char* smiles = nullptr) : editor(selection) {
    editor.resize(760, 300);
    if (smiles != nullptr) show(smiles);
    QObject::connect(
        &editor, &widgets::SketchEditor::editRequested,
        [this](const chem::edit::Operation& operation) { operations.push_back(operation); });
    editor.show();
    if (!QTest::qWaitForWindowExposed(&editor)) qWarning("The window did not appear.");
    editor.activateWindow();
    editor.canvas().setFocus();
  }
  void show(const char* smiles) {
    const widgets::SketchScene scene = drawn(smiles);
    editor.setStructure(scene.molecule, scene.conformer, scene.layout);
  }
  widgets::SketchCanvas& canvas() { return editor.canvas(); }
  QPoint at(unsigned atom) { return canvas().atomPosition(AtomIndex(atom))->toPoint(); }
  QPoint between(unsigned one, unsigned other) { return (at(one) + at(other)) / 2; }
  void click(const QPoint& place, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(&canvas(), Qt::LeftButton, modifiers, place);
  }
  void hover(const QPoint& place) {
    QTest::mouseMove(&canvas(), place + QPoint(0, 9));
    QTest::mouseMove(&canvas(), place);
  }
  void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&canvas(), Qt::LeftButton, modifiers, from);
    QTest::mouseMove(&canvas(), (from + to) / 2);
    QTest::mouseMove(&canvas(), to);
    QTest::mouseRelease(&canvas(), Qt::LeftButton, modifiers, to);
  }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&canvas(), Qt::Key(key), modifiers);
  }
  void use(widgets::SketchTool tool, widgets::BondStroke stroke = widgets::BondStroke::Single) {
    widgets::SketchPen pen = canvas().pen();
    pen.tool = tool;
    pen.stroke = stroke;
    canvas().setPen(pen);
  }
  template <class Kind>
  const Kind* only() const {
    return operations.size() == 1 ? std::get_if<Kind>(&operations.front()) : nullptr;
  }

  widgets::AtomSelectionModel selection;
  widgets::SketchEditor editor;
  std::vector<chem::edit::Operation> operations;
};

}  // namespace molloquy::test
