#include "widgets/viewport/tools/optimise_tool.h"

#include <cmath>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include "widgets/theme/themed_icon.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_painter.h"

namespace molloquy::widgets {

namespace {

using energy::EnergyMethod;
constexpr std::pair<EnergyMethod, const char*> kMethods[] = {{EnergyMethod::Mmff94s, "MMFF94s"},
                                                             {EnergyMethod::Mmff94, "MMFF94"},
                                                             {EnergyMethod::Uff, "UFF"},
                                                             {EnergyMethod::Gfn2, "GFN2-xTB"}};

QString number(double value) {
  QString text = QString::number(std::abs(value), 'f', 2);
  return value < 0 && text.toDouble() != 0 ? QChar(0x2212) + text : text;
}

}  // namespace

OptimiseTool::OptimiseTool(ToolBench* bench, QObject* parent) : Tool(bench, parent) {
  connect(bench, &ToolBench::optimisingChanged, this, &OptimiseTool::update);
  connect(bench, &ToolBench::structureChanged, this, &OptimiseTool::update);
  connect(bench, &ToolBench::fixedAtomsChanged, this, &OptimiseTool::update);
  connect(&bench->selection(), &AtomSelectionModel::selectionChanged, this,
          &OptimiseTool::update);
}

bool OptimiseTool::isRunning() const {
  return bench().optimising().run == OptimiseState::Run::Running;
}

bool OptimiseTool::fillStrip(OptionStrip& strip) {
  m_strip = &strip;
  m_method = new QComboBox(&strip);
  m_method->setAccessibleName(tr("Method"));
  for (const auto& [method, name] : kMethods) {
    m_method->addItem(QString::fromLatin1(name), int(method));
  }
  connect(m_method, &QComboBox::activated, this, [this](int index) {
    Q_EMIT bench().optimiseMethodChosen(EnergyMethod(m_method->itemData(index).toInt()));
  });
  strip.addWidget(m_method);
  m_start = strip.addButton(QStringLiteral("play"), tr("Start"), tr("Start or stop (Space)"));
  connect(m_start, &QPushButton::clicked, this, &OptimiseTool::toggle);
  m_fix = strip.addButton(QStringLiteral("lock"), {}, {});
  connect(m_fix, &QPushButton::clicked, this, [this] {
    Q_EMIT bench().fixedAtomsWanted(bench().selection().atoms());
  });
  m_words = strip.addWords({});
  connect(&strip, &QObject::destroyed, this, [this, gone = m_strip] {
    if (m_strip == gone) m_strip = nullptr;
  });
  update();
  return true;
}

QString OptimiseTool::stateWords() const {
  const OptimiseState& state = bench().optimising();
  if (!state.fault.isEmpty()) return state.fault;
  if (!state.energyKcalPerMol) return tr("Space starts; drag an atom while it runs");
  QString words = tr("%1 kcal/mol").arg(number(*state.energyKcalPerMol));
  if (state.changeKcalPerMol) words += QStringLiteral("   ΔE ") + number(*state.changeKcalPerMol);
  if (state.steps > 0) {
    words += QStringLiteral("   ") +
             (state.steps == 1 ? tr("1 step") : tr("%1 steps").arg(state.steps));
  }
  return words;
}

void OptimiseTool::update() {
  if (!isRunning() && m_pulled) m_pulled.reset();
  if (m_strip == nullptr) return;
  m_method->setCurrentIndex(m_method->findData(int(bench().optimising().method)));
  m_start->setText(isRunning() ? tr("Stop") : tr("Start"));
  m_start->setIcon(theme::icon(isRunning() ? QStringLiteral("stop") : QStringLiteral("play")));
  const bool able = bench().atomCount() > 0 && bench().optimising().fault.isEmpty();
  m_start->setEnabled(able || isRunning());
  const bool none = bench().selection().isEmpty();
  m_fix->setEnabled(!none || !bench().fixedAtoms().empty());
  const QString tip = none ? tr("Let all fixed atoms go") : tr("Fix the selected atoms");
  m_fix->setToolTip(tip);
  m_fix->setAccessibleName(tip);
  m_words->setText(stateWords());
  m_strip->adjustSize();
}

void OptimiseTool::toggle() {
  if (bench().atomCount() == 0) return;
  Q_EMIT bench().optimiseToggled(!isRunning());
}

void OptimiseTool::deactivate() { cancel(); }

bool OptimiseTool::key(ViewAction action, const Hit&) {
  if (action != ViewAction::ToggleOptimise) return false;
  toggle();
  return true;
}

bool OptimiseTool::beginDrag(ViewAction, const QPointF&, const Hit& hit) {
  if (!isRunning() || !hit.atom || bench().isFixed(*hit.atom)) return false;
  m_pulled = hit.atom;
  m_target = bench().positions()[hit.atom->value];
  return true;
}

void OptimiseTool::drag(const QPointF& place) {
  if (!m_pulled || m_pulled->value >= bench().atomCount()) return;
  m_target = bench().pointAt(place, bench().positions()[m_pulled->value]);
  Q_EMIT bench().atomPulled(energy::Pull{*m_pulled, m_target});
  Q_EMIT bench().overlayChanged();
}

void OptimiseTool::drop(const QPointF&, const Hit&) { cancel(); }

bool OptimiseTool::cancel() {
  if (!m_pulled) return false;
  m_pulled.reset();
  Q_EMIT bench().atomPulled(std::nullopt);
  Q_EMIT bench().overlayChanged();
  return true;
}

void OptimiseTool::paint(OverlayPainter& painter) const {
  if (!m_pulled) return;
  const auto from = bench().placeOf(*m_pulled), to = bench().placeOf(m_target);
  if (!from || !to) return;
  QPainterPath line(*from);
  line.lineTo(*to);
  QPen pen(painter.tokens().accent, 2, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({3, 2});
  painter.stroke(line, pen);
  QPainterPath dot;
  dot.addEllipse(*to, 4, 4);
  painter.fill(dot, painter.tokens().accent);
}

}  // namespace molloquy::widgets
